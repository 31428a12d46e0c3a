import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { CallSheetCommand } from '#domain';
import type { QueueItem } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { MomentDto } from '../http/view-query.dto.js';
import { tagged, View } from '../http/view.js';
import { callSheetCommands } from './call-sheets.commands.js';
import { escalationCommands, type EscalationCommandByHand } from './escalations.commands.js';
import { ToCallSheet, ToEscalation } from './escalations.handler.js';
import { AskExecutiveQueue } from './escalations.queries.js';
import { queueItem } from './queue.views.js';

const Commands = CommandRoutes<EscalationCommandByHand>({
  path: 'escalations',
  rows: escalationCommands,
  target: ({ escalation }) => escalation ?? null,
  give: (request) => new ToEscalation(request),
});

@ApiTags('Escalations')
@Controller('escalations')
export class EscalationsController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View(':escalation', { id: 'escalation', shows: 'An escalation as it stands in a queue', answers: queueItem })
  async item(
    @WithCaller() caller: Caller,
    @Param('escalation') id: string,
    @Query() query: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueueItem> {
    return tagged(
      'escalation',
      await this.queries.execute(new AskExecutiveQueue('item', { ...(await this.moments.seenBy(caller, query)), id })),
      reply,
    );
  }
}

const CallSheetCommands = CommandRoutes<CallSheetCommand>({
  path: 'call-sheets',
  rows: callSheetCommands,
  target: ({ callSheet }) => callSheet ?? null,
  give: (request) => new ToCallSheet(request),
});

@ApiTags('Escalations')
@Controller('call-sheets')
export class CallSheetsController extends CallSheetCommands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View(':callSheet', { id: 'callSheet', shows: 'A call sheet as it stands in a queue', answers: queueItem })
  async item(
    @WithCaller() caller: Caller,
    @Param('callSheet') id: string,
    @Query() query: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueueItem> {
    return tagged(
      'call sheet',
      await this.queries.execute(new AskExecutiveQueue('item', { ...(await this.moments.seenBy(caller, query)), id })),
      reply,
    );
  }
}
