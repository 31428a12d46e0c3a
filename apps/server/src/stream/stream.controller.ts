import { Controller, Get, Inject, Query, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import { NotAuthenticated } from '#application';
import type { EventStore, RecordedEvent } from '#event-store';
import { Allow, bearerTokenOf, Doorkeeper } from '../http/access.js';
import { WithCaller, type Caller } from '../http/caller.js';
import { headerOf } from '../http/headers.js';
import { Refusals } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { EVENT_STORE } from '../http/tokens.js';
import { follow, type Following, type Sink } from './follow.js';
import { eventEntry, type EntryView } from './stream.views.js';
import { Live } from './live.js';
import { ReaderScope } from './reader-scope.js';
import { StreamQueryDto } from './stream.query.dto.js';

/** So many streams one token has open at once: tabs and machines of one person. */
const MOST_STREAMS = 32;
const LAST_WORDS_MS = 5_000;

/** The connection ends with the stream, so that nothing of it is waited for when the server stops. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  connection: 'close',
};

@ApiTags('Stream')
@Controller('stream')
export class StreamController implements BeforeApplicationShutdown {
  /** Open streams by token. */
  readonly #open = new Map<string, number>();

  constructor(
    private readonly live: Live,
    private readonly scope: ReaderScope,
    private readonly doorkeeper: Doorkeeper,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  beforeApplicationShutdown(): void {
    this.live.close();
  }

  @Get()
  @Allow('known')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'stream',
    summary: 'What happens, as it happens',
    description:
      'Server-sent events. The id of each is the entry of the log, so that a browser resumes where it was; the views know the entry by then. Of what the reader may not see, the id alone is sent. The data of each is an `Entry`. The last event is called `end` and says why, if it ends from here: `shutting-down`, `too-slow` or `access-ended`.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Go on after this entry; left out: from now on.',
    schema: { type: 'integer' },
  })
  @ApiResponse({
    status: 200,
    description: 'A stream that does not end by itself.',
    content: {
      'text/event-stream': { schema: { type: 'string' }, example: `id: 5515\ndata: ${JSON.stringify(eventEntry.example)}\n\n` },
    },
  })
  @Refusals('view')
  async follow(
    @WithCaller() caller: Caller,
    @Query() { after }: StreamQueryDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const last = headerOf(request, 'last-event-id', /^(-1|\d{1,15})$/, 'must be the id of an event of this stream');
    const from = last === undefined ? (after ?? this.live.known) : Number(last);
    await this.#requireEntry(from, last === undefined ? 'after' : 'last-event-id');
    // Whoever left while all that was asked is not told of again: nothing would count them out.
    if (reply.raw.destroyed) return void reply.hijack();
    const leave = this.#enter(caller.claim.auth.id);
    const { raw } = reply.hijack();
    raw.writeHead(200, { ...reply.getHeaders(), ...HEADERS } as Record<string, string>);
    const gone = new AbortController();
    raw.once('close', () => {
      leave();
      gone.abort();
    });
    if (request.method === 'HEAD') return void raw.end();
    const sink: Sink = {
      write: (text) => raw.write(text),
      drained: async () => {
        await once(raw, 'drain', { signal: gone.signal });
      },
      gone: gone.signal,
    };
    const following = { live: this.live, heard: this.#heardBy(request), after: later };
    await follow(following, sink, from).catch(() => raw.destroy());
    raw.end();
    // Whoever does not take even the last words is not waited for.
    const timer = setTimeout(() => raw.destroy(), LAST_WORDS_MS).unref();
    raw.once('close', () => clearTimeout(timer));
  }

  /** By what the token opens now: it may have been revoked, or its person may have another role, since the stream began. */
  #heardBy(request: FastifyRequest): Following['heard'] {
    return async (events) => {
      const reader = await this.doorkeeper.authenticate(bearerTokenOf(request)).catch(notAnyMore);
      if (reader === null) return null;
      const visible = await this.scope.visible(events, reader);
      return Promise.all(visible.map(async (event) => entryOf(event, await this.scope.issueOf(event))));
    };
  }

  /** Who has seen more than there is has seen another log, or one from before it was restored: they have to begin anew. */
  async #requireEntry(from: number, field: string): Promise<void> {
    if (from <= this.live.known) return;
    const head = (await this.store.head())?.index ?? -1;
    if (from > head)
      throw new HttpProblem(field === 'after' ? 'invalid-parameter' : 'invalid-header', `${field} is not an entry of this log`, { field });
  }

  #enter(token: string): () => void {
    const open = this.#open.get(token) ?? 0;
    if (open >= MOST_STREAMS) {
      throw new HttpProblem('too-many-requests', `at most ${MOST_STREAMS} streams are open for a token`, {
        headers: { 'retry-after': '5' },
      });
    }
    this.#open.set(token, open + 1);
    return () => {
      const left = (this.#open.get(token) ?? 1) - 1;
      if (left > 0) this.#open.set(token, left);
      else this.#open.delete(token);
    };
  }
}

function notAnyMore(error: unknown): null {
  if (error instanceof NotAuthenticated) return null;
  throw error;
}

function later(milliseconds: number): ReturnType<Following['after']> {
  const waited = Promise.withResolvers<void>();
  const timeout = setTimeout(waited.resolve, milliseconds);
  return { over: waited.promise, cancel: () => clearTimeout(timeout) };
}

/** What anybody may know of it: never what it says. */
function entryOf({ index, id, type, stream, revision, recordedAt, actor }: RecordedEvent, issue: string | null): EntryView {
  return { index, id, type, stream, revision, at: recordedAt, actor, issue };
}
