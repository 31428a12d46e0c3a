import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { PlaybookCommand } from '#domain';
import type { PlaybookRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { sees } from '../http/programme-scope.js';
import type { Listing } from '../http/view-parts.js';
import { NowDto } from '../http/view-query.dto.js';
import { tagged, View } from '../http/view.js';
import { playbookCommands } from './playbooks.commands.js';
import { ToPlaybook } from './playbooks.handler.js';
import { AskPlaybooks } from './playbooks.queries.js';
import { PlaybooksQueryDto } from './playbooks.query.dto.js';
import { playbookRow, playbooks } from './playbooks.views.js';

const Commands = CommandRoutes<PlaybookCommand>({
  path: 'playbooks',
  rows: playbookCommands,
  target: ({ playbook }) => playbook ?? null,
  fixed: ({ playbook }, { target }) => ({ playbook: playbook ?? target }),
  give: (request) => new ToPlaybook(request),
});

@ApiTags('Playbooks')
@Controller('playbooks')
export class PlaybooksController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'playbooks', shows: 'Playbooks, with what was handed over and what stands if nobody decides', answers: playbooks })
  async list(@WithCaller() caller: Caller, @Query() query: PlaybooksQueryDto): Promise<Listing<PlaybookRow>> {
    const { programme } = query;
    const request = { now: await this.moments.now(query), ...(programme === undefined ? {} : { programme }) };
    const rows = await this.queries.execute(new AskPlaybooks('list', request));
    return { items: rows.filter((row) => sees(caller, row.programme)) };
  }

  @View(':playbook', { id: 'playbook', shows: 'A playbook', answers: playbookRow })
  async playbook(
    @WithCaller() caller: Caller,
    @Param('playbook') id: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlaybookRow> {
    const row = await this.queries.execute(new AskPlaybooks('playbook', id, await this.moments.now(query)));
    return tagged('playbook', row !== null && sees(caller, row.programme) ? row : null, reply);
  }
}
