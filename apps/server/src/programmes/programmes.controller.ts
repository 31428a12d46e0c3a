import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { Instant, ProgrammeCommand } from '#domain';
import type { ProgrammeRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme, sees } from '../http/programme-scope.js';
import type { Listing } from '../http/view-parts.js';
import { NowDto } from '../http/view-query.dto.js';
import { tagged, View } from '../http/view.js';
import { programmeCommands } from './programmes.commands.js';
import { ToProgramme } from './programmes.handler.js';
import { AskProgrammes } from './programmes.queries.js';
import { ProgrammesQueryDto } from './programmes.query.dto.js';
import { programmeRow, programmes } from './programmes.views.js';

const Commands = CommandRoutes<ProgrammeCommand>({
  path: 'programmes',
  rows: programmeCommands,
  target: ({ programme }) => programme ?? null,
  fixed: ({ programme }, { target }) => ({ programme: programme ?? target }),
  give: (request) => new ToProgramme(request),
});

@ApiTags('Programmes')
@Controller('programmes')
export class ProgrammesController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'programmes', shows: 'Programmes, by code', answers: programmes })
  async list(@WithCaller() caller: Caller, @Query() query: ProgrammesQueryDto): Promise<Listing<ProgrammeRow>> {
    const now = await this.moments.now(query);
    const rows =
      query.code === undefined ? await this.queries.execute(new AskProgrammes('list', now)) : await this.#byCode(query.code, now);
    return { items: rows.filter(({ id }) => sees(caller, id)) };
  }

  @View(':programme', { id: 'programme', shows: 'A programme', answers: programmeRow })
  async programme(
    @WithCaller() caller: Caller,
    @Param('programme') id: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProgrammeRow> {
    requireProgramme(caller, id);
    return tagged('programme', await this.queries.execute(new AskProgrammes('programme', id, await this.moments.now(query))), reply);
  }

  async #byCode(code: string, now: Instant): Promise<readonly ProgrammeRow[]> {
    const row = await this.queries.execute(new AskProgrammes('byCode', code, now));
    return row === null ? [] : [row];
  }
}
