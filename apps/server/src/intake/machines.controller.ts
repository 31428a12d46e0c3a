import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { MessageMalformed, readBatch, readBinary, readStructured, SignatureRefused, type Message, type Taken } from '#connect';
import { DeadLettersFull } from '#domain';
import { Allow, bearerTokenOf } from '../http/access.js';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import { headerOf } from '../http/headers.js';
import { Refusals } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { either } from '../http/schema.js';
import { Gate } from './gate.js';
import { taken, takenTogether, type TakenTogether } from './sources.views.js';

const EVENT = {
  specversion: '1.0',
  id: '8f3a',
  source: '/northline/shipments',
  type: 'com.northline.shipment.delayed',
  subject: 'NL-255',
  data: { reason: 'Snow', destination: 'moss-ridge', pieces: 12 },
};
const HOOK = { type: 'ticket.opened', timestamp: '2026-11-23T09:00:00Z', data: { ticket: 'T-9', subject: 'Three screens are broken' } };
const OBJECT = { type: 'object' } as const;
const answered = either(taken, takenTogether);

const header = (name: string) => ApiHeader({ name, required: true, schema: { type: 'string' } });

/** Messages in open formats. */
@ApiTags('Messages')
@Controller('intake')
export class MachinesController {
  constructor(private readonly gate: Gate) {}

  @Post('cloudevents')
  @HttpCode(202)
  @Allow('public')
  @ApiOperation({
    operationId: 'takeCloudEvents',
    summary: 'Send CloudEvents',
    description:
      'With a token of a source. Structured, binary (attributes in `ce-` headers) or a batch. The same id of the same source again changes nothing.',
  })
  @ApiBearerAuth()
  @ApiConsumes('application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json')
  @ApiBody({ schema: {}, examples: { example: { value: EVENT } } })
  @Refusals('command')
  @ApiResponse({
    status: 202,
    description: 'Taken.',
    content: { 'application/json': { schema: answered.json, example: answered.example } },
  })
  async cloudEvents(@Req() request: FastifyRequest): Promise<Taken | TakenTogether> {
    const from = await this.gate.byToken(bearerTokenOf(request));
    const read = messagesIn(request);
    try {
      return Array.isArray(read) ? { items: await this.gate.takeAll(from, read) } : await this.gate.take(from, read as Message);
    } catch (error) {
      throw asProblem(error);
    }
  }

  @Post('webhooks/:source')
  @HttpCode(202)
  @Allow('public')
  @ApiOperation({
    operationId: 'takeWebhook',
    summary: 'Send a webhook (Standard Webhooks)',
    description: 'Signed with a secret of the source, not more than five minutes ago. The same `webhook-id` again changes nothing.',
  })
  @ApiParam({ name: 'source', schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' } })
  @ApiSecurity('signature')
  @header('webhook-id')
  @header('webhook-timestamp')
  @header('webhook-signature')
  @ApiBody({ schema: OBJECT, examples: { example: { value: HOOK } } })
  @Refusals('command')
  @ApiResponse({ status: 202, description: 'Taken.', content: { 'application/json': { schema: taken.json, example: taken.example } } })
  async webhook(
    @Param('source') source: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Taken> {
    const said = (name: string): string => headerOf(request, name, /^[\x20-\x7e]{1,2000}$/, 'must be visible characters') ?? '';
    const headers = { id: said('webhook-id'), timestamp: said('webhook-timestamp'), signature: said('webhook-signature') };
    try {
      const { message, ...from } = await this.gate.bySignature(source, headers, bytesOf(request));
      return await this.gate.take(from, message);
    } catch (error) {
      if (!(error instanceof SignatureRefused)) throw asProblem(error);
      void reply.header('www-authenticate', 'Signature realm="gravitas"');
      throw new HttpProblem('not-authenticated', error.message);
    }
  }
}

function messagesIn(request: FastifyRequest): Message | readonly Message[] {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  try {
    if (type === 'application/cloudevents-batch+json') return readBatch(bytesOf(request));
    if (type === 'application/cloudevents+json') return readStructured(bytesOf(request));
    return readBinary(request.headers, bytesOf(request));
  } catch (error) {
    throw asProblem(error);
  }
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function asProblem(error: unknown): unknown {
  if (error instanceof MessageMalformed) {
    return new HttpProblem('invalid-body', error.message, { errors: error.faults.map((rule) => ({ field: '', rule })) });
  }
  if (error instanceof DeadLettersFull) return new HttpProblem('too-many-requests', error.message, { headers: { 'retry-after': '60' } });
  return error;
}
