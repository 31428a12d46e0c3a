import { Controller, Get, Query, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import type { RecordedEvent } from '#event-store';
import { Allow } from '../http/access.js';
import { WithCaller, type Caller } from '../http/caller.js';
import { headerOf } from '../http/headers.js';
import { Refusals } from '../http/openapi.js';
import { eventEntry, type EntryView } from './stream.views.js';
import { Live } from './live.js';
import { ReaderScope } from './reader-scope.js';
import { StreamQueryDto } from './stream.query.dto.js';

/** So often something is sent, so that nobody between takes the connection for dead. */
const HEARTBEAT_MS = 15_000;

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
  constructor(
    private readonly live: Live,
    private readonly scope: ReaderScope,
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
      'Server-sent events. The id of each is the entry of the log, so that a browser resumes where it was; the views know the entry by then. Of what the reader may not see, the id alone is sent. The data of each is an `Entry`.',
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
    const { raw } = reply.hijack();
    raw.writeHead(200, { ...reply.getHeaders(), ...HEADERS } as Record<string, string>);
    if (request.method === 'HEAD') return void raw.end();
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    await this.#send(raw, caller, from, gone.signal).catch(() => raw.destroy());
    raw.end();
  }

  async #send(raw: FastifyReply['raw'], caller: Caller, from: number, gone: AbortSignal): Promise<void> {
    const write = async (text: string): Promise<void> => {
      if (!raw.write(text)) await once(raw, 'drain', { signal: gone });
    };
    let index = from;
    await write(`retry: 2000\nid: ${index}\n\n`);
    while (!gone.aborted && !this.live.closed) {
      const changed = this.live.changed();
      const events = await this.live.after(index);
      if (events.length === 0) {
        if (!(await changesWithin(changed, gone))) await write(': here\n\n');
        continue;
      }
      index = events.at(-1)?.index ?? index;
      const visible = await this.scope.visible(events, caller);
      const entries = await Promise.all(visible.map(async (event) => entryOf(event, await this.scope.issueOf(event))));
      const text = entries.map((entry) => `id: ${entry.index}\ndata: ${JSON.stringify(entry)}\n\n`).join('');
      await write(entries.at(-1)?.index === index ? text : `${text}id: ${index}\n\n`);
    }
  }
}

/** False if nothing came in time. */
async function changesWithin(changed: Promise<void>, gone: AbortSignal): Promise<boolean> {
  const waited = Promise.withResolvers<boolean>();
  const timeout = setTimeout(() => waited.resolve(false), HEARTBEAT_MS);
  const leave = () => waited.resolve(true);
  gone.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([changed.then(() => true), waited.promise]);
  } finally {
    clearTimeout(timeout);
    gone.removeEventListener('abort', leave);
  }
}

/** What anybody may know of it: never what it says. */
function entryOf({ index, id, type, stream, revision, recordedAt, actor }: RecordedEvent, issue: string | null): EntryView {
  return { index, id, type, stream, revision, at: recordedAt, actor, issue };
}
