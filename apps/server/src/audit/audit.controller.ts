import { Controller, Inject, Param, Query } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiTags } from '@nestjs/swagger';
import { Engine } from '#application';
import { envelopeOf, type EventStore, type RecordedEvent } from '#event-store';
import type { ReadModels } from '#read-models';
import type { FastifyInstance } from '../http/fastify.js';
import { HttpProblem } from '../http/problem.js';
import { refusalLog, type RefusalCount } from '../http/refusal-log.js';
import { EVENT_STORE, READ_MODELS } from '../http/tokens.js';
import type { Listing } from '../http/view-parts.js';
import { found, View } from '../http/view.js';
import { LogQueryDto, RefusalsQueryDto } from './audit.query.dto.js';
import { logEntry, logPage, logState, refusals, type LogEntry, type LogPage, type LogState } from './audit.views.js';

const by = 'overseer';

/** The log itself, for those who look on. What is personal in it stays sealed. */
@ApiTags('Audit')
@Controller('log')
export class AuditController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly views: ReadModels,
    @Inject(Engine) private readonly engine: Engine,
    private readonly host: HttpAdapterHost,
  ) {}

  @View('', { id: 'log', shows: 'Entries of the log as they are recorded', answers: logPage, by })
  async page(@Query() { from, limit }: LogQueryDto): Promise<LogPage> {
    const [events, head] = [await this.store.readFromIndex(from, limit), await this.store.head()];
    return { items: events.map(shown), head: head?.index ?? -1 };
  }

  @View('state', {
    id: 'logState',
    shows: 'The state hash of now: `gravitas replay` of the same log gives the same',
    answers: logState,
    by,
  })
  async state(): Promise<LogState> {
    const { views, subscriber } = this.views;
    const state = await this.engine.stateHash({ name: subscriber.name, views, canonicalRows: (view) => this.views.canonicalRows(view) });
    if (state === null)
      throw new HttpProblem('not-caught-up', 'the log did not stand still; ask again', { headers: { 'retry-after': '1' } });
    return { index: state.index, stateHash: state.hash };
  }

  @View('refusals', {
    id: 'refusals',
    shows: 'Who was refused what, counted by the hour, the newest first',
    says: 'Of one process, for 31 days. The correlation id finds the last of them in the log of the server.',
    answers: refusals,
    by,
  })
  refused(@Query() { limit }: RefusalsQueryDto): Listing<RefusalCount> {
    return { items: refusalLog(this.host.httpAdapter.getInstance<FastifyInstance>()).counts(limit) };
  }

  @View(':index', { id: 'logEntry', shows: 'One entry of the log', answers: logEntry, by })
  async entry(@Param('index') index: string): Promise<LogEntry> {
    if (!/^\d{1,15}$/.test(index)) throw new HttpProblem('invalid-parameter', 'index must be a whole number', { field: 'index' });
    const [event] = await this.store.readFromIndex(Number(index), 1);
    return shown(found('entry', event ?? null));
  }
}

function shown(event: RecordedEvent): LogEntry {
  return { index: event.index, envelope: envelopeOf(event) };
}
