import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { newId, NotAuthenticated, StreamContended } from '#application';
import { MessageMalformed, readObject, readPagerDuty } from '#connect';
import { DeadLettersFull, InvalidValue } from '#domain';
import { Allow } from '../http/access.js';
import type { FastifyReply } from '../http/fastify.js';
import { problem, Refusals } from '../http/openapi.js';
import { list, named, object, text } from '../http/schema.js';
import { Gate, SourceTooFast } from './gate.js';

/** What PagerDuty answers, by status. */
interface Processed {
  readonly status: 'success';
  readonly message: 'Event processed';
  readonly dedup_key: string;
}
interface Refused {
  readonly status: string;
  readonly message: string;
  readonly errors: readonly string[];
}

const processed = named<{ status: string; message: string; dedup_key: string }>('PagerDutyProcessed', {
  status: text('success'),
  message: text('Event processed'),
  dedup_key: text('truck-255'),
});
const refused = object<Refused>({
  status: text('invalid event'),
  message: text('Event object is invalid'),
  errors: list(text("'payload.summary' is missing or blank")),
});
const tooFast = { status: 'throttle exceeded', message: 'Requests for this service are arriving too quickly.  Please retry later.' };

const example = {
  routing_key: '0123456789abcdef0123456789abcdef',
  event_action: 'trigger',
  dedup_key: 'truck-255',
  payload: { summary: 'Truck 255 is held at the state line', source: 'truck-monitor', severity: 'critical', class: 'DeliveryLate' },
};
const event = {
  type: 'object',
  required: ['routing_key', 'event_action'],
  properties: {
    routing_key: { type: 'string' },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { type: 'string', maxLength: 255 },
    payload: { type: 'object' },
  },
};
const problemJson = { 'application/problem+json': { schema: problem.json, example: problem.example } };
const also = (shown: Refused) => ({ 'application/json': { schema: refused.json, example: shown }, ...problemJson });

/** What sends to PagerDuty can send here instead: its Events API v2, as far as alerts go. */
@ApiTags('Messages')
@Controller('v2')
export class PagerDutyController {
  constructor(private readonly gate: Gate) {}

  @Post('enqueue')
  @Allow('public')
  @ApiOperation({
    operationId: 'enqueuePagerDutyEvent',
    summary: 'Send an alert as to PagerDuty (Events API v2)',
    description:
      'The routing key is a token of a source. What is not understood is kept and answered as processed: sending it again would not help.',
  })
  @ApiBody({ schema: event as object, examples: { example: { value: example } } })
  @ApiResponse({
    status: 202,
    description: 'Taken.',
    content: { 'application/json': { schema: processed.json, example: processed.example } },
  })
  @ApiResponse({ status: 400, description: 'It is no event.', content: also(refused.example as Refused) })
  @ApiResponse({ status: 413, description: 'The body is too large.', content: problemJson })
  @ApiResponse({ status: 415, description: 'The body is not JSON.', content: problemJson })
  @ApiResponse({ status: 429, description: 'Later.', content: also({ ...tooFast, errors: ['at most 120 messages in a minute'] }) })
  // What stands above says more of the same statuses.
  @Refusals('public')
  async enqueue(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Processed | Refused> {
    try {
      const { routingKey, message } = readPagerDuty(readObject(Buffer.isBuffer(body) ? body : Buffer.alloc(0)), newId);
      await this.gate.take(await this.gate.byToken(routingKey), message);
      void reply.code(202);
      return { status: 'success', message: 'Event processed', dedup_key: message.key };
    } catch (error) {
      return refusal(error, reply);
    }
  }
}

/** As a sender to PagerDuty expects it: 400 is not sent again, 429 is. */
function refusal(error: unknown, reply: FastifyReply): Refused {
  if (error instanceof MessageMalformed) return invalid(error.faults, reply);
  if (error instanceof NotAuthenticated) return invalid(["'routing_key' is not known"], reply);
  // Not understood, and too long to be kept.
  if (error instanceof InvalidValue) return invalid([error.message], reply);
  const waitSeconds = waitOf(error);
  if (waitSeconds === null) throw error;
  void reply.code(429).header('retry-after', String(waitSeconds));
  return { ...tooFast, errors: [(error as Error).message] };
}

function invalid(errors: readonly string[], reply: FastifyReply): Refused {
  void reply.code(400);
  return { status: 'invalid event', message: 'Event object is invalid', errors };
}

/** Seconds after which the same event may be taken; null: it is not about time. */
function waitOf(error: unknown): number | null {
  if (error instanceof SourceTooFast) return error.waitSeconds;
  if (error instanceof StreamContended) return 1;
  return error instanceof DeadLettersFull ? WAIT_FOR_PEOPLE_SECONDS : null;
}

/** Somebody has to look first. */
const WAIT_FOR_PEOPLE_SECONDS = 60;
