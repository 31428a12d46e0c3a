import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { createHmac, randomBytes } from 'node:crypto';
import { derivedId, newId, type Accepted, type CommandRequest } from '#application';
import { isWebhookSecret, MessageRefused, type Message } from '#connect';
import { InvalidValue, type DeadLetterCommand, type Role, type SourceCommand } from '#domain';
import { sha256Hex } from '#ledger';
import type { DeadLetterDetails, DeadLetterRow, SourceRow } from '#read-models';
import { sealSecret } from '#vault';
import { acceptedView } from '../http/accepted.js';
import { Allow, type Access } from '../http/access.js';
import { accepted, type AcceptedView } from '../http/accepted.js';
import { holdsEverywhere, WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import { expectedRevisionOf, idempotencyKeyOf } from '../http/headers.js';
import { shortened } from '../http/json-body.js';
import { Moments } from '../http/moments.js';
import { Answers } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { SECRET } from '../http/tokens.js';
import { validBody } from '../http/valid-body.js';
import type { Listing } from '../http/view-parts.js';
import { NowDto } from '../http/view-query.dto.js';
import { found, tagged, View } from '../http/view.js';
import { sourceCommands } from './sources.commands.js';
import { DropDeadLetterDto, IssueSourceKeyDto } from './sources.dto.js';
import { Gate } from './gate.js';
import { ToDeadLetters, ToSource } from './sources.handler.js';
import { AskSources } from './sources.queries.js';
import { issuedKey, letterDetails, letters, sentAgain, sourceListing, sourceRow, type IssuedKey, type SentAgain } from './sources.views.js';

const Commands = CommandRoutes<SourceCommand>({
  path: 'sources',
  rows: sourceCommands,
  target: () => null,
  fixed: ({ source }) => (source === undefined ? {} : { source }),
  give: (request) => new ToSource(request),
});

const KEEPERS: Access = ['administrator'];
const LOOKERS: Access = ['administrator', 'auditor'];
const ID = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' };

/** Machines that report, their keys, and what was not understood of them: for the whole organisation's administrators. */
@ApiTags('Sources')
@Controller('sources')
export class SourcesController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
    private readonly gate: Gate,
    @Inject(SECRET) private readonly secret: Uint8Array,
  ) {
    super(commands);
  }

  @View('', { id: 'sources', shows: 'Machines that report', answers: sourceListing, by: LOOKERS })
  async list(@WithCaller() caller: Caller, @Query() query: NowDto): Promise<Listing<SourceRow>> {
    await this.#looks(caller, query);
    return { items: await this.queries.execute(new AskSources('list')) };
  }

  @View(':source', { id: 'source', shows: 'A machine that reports', answers: sourceRow, by: LOOKERS })
  async source(
    @WithCaller() caller: Caller,
    @Param('source') source: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SourceRow> {
    await this.#looks(caller, query);
    return tagged('source', await this.queries.execute(new AskSources('source', source)), reply);
  }

  @View(':source/dead-letters', {
    id: 'deadLetters',
    shows: 'Messages that were not understood, oldest first',
    answers: letters,
    by: LOOKERS,
  })
  async letters(@WithCaller() caller: Caller, @Param('source') source: string, @Query() query: NowDto): Promise<Listing<DeadLetterRow>> {
    await this.#looks(caller, query);
    return { items: found('source', await this.queries.execute(new AskSources('letters', source))) };
  }

  @View(':source/dead-letters/:letter', {
    id: 'deadLetter',
    shows: 'A message that was not understood',
    answers: letterDetails,
    by: LOOKERS,
  })
  async letter(
    @WithCaller() caller: Caller,
    @Param('source') source: string,
    @Param('letter') letter: string,
    @Query() query: NowDto,
  ): Promise<DeadLetterDetails> {
    await this.#looks(caller, query);
    return found('dead letter', await this.queries.execute(new AskSources('letter', source, letter)));
  }

  @Post(':source/issue-key')
  @Allow(KEEPERS)
  @ApiOperation({
    operationId: 'issueSourceKey',
    summary: 'Make a key of a source',
    description: 'Its text is answered once. The log holds a hash of a token, and a signature’s secret sealed.',
  })
  @ApiParam({ name: 'source', schema: ID })
  @ApiBody({ type: IssueSourceKeyDto, examples: { example: { value: { use: 'token', label: 'First' } } } })
  @Answers(201, issuedKey, KEEPERS, 'command')
  async issueKey(
    @WithCaller() caller: Caller,
    @Param('source') source: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedKey> {
    const { use, label, secret } = await validBody(request.body, IssueSourceKeyDto);
    const id = idempotencyKeyOf(request);
    const { keyId, key } = this.#mint(use, secret, id === undefined ? undefined : `${source}\n${caller.claim.id}\n${id}`);
    const proof = use === 'token' ? sha256Hex(key) : sealSecret(this.secret, `source/${source}/${keyId}`, key);
    const done = await this.#give(source, { type: 'IssueSourceKey', source, keyId, use, proof, label }, request, caller);
    void reply.headers({ etag: `"${done.revision}"`, 'x-gravitas-index': String(done.index ?? -1) });
    return { ...acceptedView(done), keyId, key };
  }

  @Post(':source/dead-letters/:letter/send-again')
  @HttpCode(200)
  @Allow(KEEPERS)
  @ApiOperation({
    operationId: 'sendDeadLetterAgain',
    summary: 'Send a message again that was not understood',
    description: 'By the mapping as it is now. If it is still not understood, the message stays, and the answer says what is wrong.',
  })
  @ApiParam({ name: 'source', schema: ID })
  @ApiParam({ name: 'letter', schema: ID })
  @ApiBody({ schema: { type: 'object', additionalProperties: false }, examples: { example: { value: {} } } })
  @Answers(200, sentAgain, KEEPERS, 'command')
  async sendAgain(
    @WithCaller() caller: Caller,
    @Param('source') source: string,
    @Param('letter') letter: string,
    @Req() request: FastifyRequest,
    @Body() body: unknown = {},
  ): Promise<SentAgain> {
    // Before anything is sent: it is filed in the name of the feed, whatever may be recorded of it afterwards.
    requireEverywhere(caller, ['administrator']);
    requireNothing(body);
    const { message } = found('dead letter', await this.queries.execute(new AskSources('letter', source, letter)));
    if (message === null) throw new HttpProblem('not-found', 'the words of the message were erased');
    const taken = await this.gate.again(source, JSON.parse(message) as Message).catch((error: unknown) => {
      throw error instanceof MessageRefused ? new InvalidValue(error.field === '' ? 'message' : error.field, stillWrong(error)) : error;
    });
    const done = await this.#giveToLetters({ type: 'RecordDeadLetterSent', source, letter, issue: taken.issue }, request, caller);
    return { ...acceptedView(done), ...taken };
  }

  @Post(':source/dead-letters/:letter/drop')
  @HttpCode(200)
  @Allow(KEEPERS)
  @ApiOperation({ operationId: 'dropDeadLetter', summary: 'Drop a message that was not understood' })
  @ApiParam({ name: 'source', schema: ID })
  @ApiParam({ name: 'letter', schema: ID })
  @ApiBody({ type: DropDeadLetterDto, examples: { example: { value: { reason: 'A test of theirs.' } } } })
  @Answers(200, accepted, KEEPERS, 'command')
  async drop(
    @WithCaller() caller: Caller,
    @Param('source') source: string,
    @Param('letter') letter: string,
    @Req() request: FastifyRequest,
  ): Promise<AcceptedView> {
    const { reason } = await validBody(request.body, DropDeadLetterDto);
    return acceptedView(await this.#giveToLetters({ type: 'DropDeadLetter', source, letter, reason }, request, caller));
  }

  async #looks(caller: Caller, query: NowDto): Promise<void> {
    requireEverywhere(caller, ['administrator', 'auditor']);
    await this.moments.at(query);
  }

  #give(source: string, command: SourceCommand, request: FastifyRequest, caller: Caller): Promise<Accepted> {
    return this.commands.execute(new ToSource({ ...requestOf(request, caller), id: source, command }));
  }

  #giveToLetters(command: DeadLetterCommand, request: FastifyRequest, caller: Caller): Promise<Accepted> {
    return this.commands.execute(new ToDeadLetters({ ...requestOf(request, caller), id: command.source, command }));
  }

  /** A repetition with its key makes the same again, so that it can be answered again; else it is random. */
  #mint(use: 'token' | 'signature', secret: string | null, seed: string | undefined): { readonly keyId: string; readonly key: string } {
    if (secret !== null && (use !== 'signature' || !isWebhookSecret(secret))) {
      throw new InvalidValue('secret', 'must be that of a signature: whsec_ and base64 of 16 bytes or more');
    }
    const bytes = seed === undefined ? randomBytes(32) : createHmac('sha256', this.secret).update(`source key\n${seed}`).digest();
    const keyId = seed === undefined ? newId() : derivedId(KEYS, seed);
    const made = use === 'token' ? bytes.toString('hex').slice(0, 32) : `whsec_${bytes.toString('base64')}`;
    return { keyId, key: secret ?? made };
  }
}

/** Where ids of keys with an Idempotency-Key come from. */
const KEYS = '0d0f9a5e-7a1c-5f0e-8f57-4f5c1e0a2b33';

function requireNothing(body: unknown): void {
  if (typeof body !== 'object' || Array.isArray(body)) throw new HttpProblem('invalid-body', 'the body must be an object');
  const field = Object.keys(body ?? {})[0];
  if (field !== undefined) throw new HttpProblem('invalid-body', `${shortened(field)} is not a known field`, { field: shortened(field) });
}

function stillWrong({ message, field }: MessageRefused): string {
  return field !== '' && message.startsWith(`${field} `) ? message.slice(field.length + 1) : `leads to a refusal: ${message}`;
}

function requireEverywhere(caller: Caller, roles: readonly Role[]): void {
  if (!holdsEverywhere(caller, roles))
    throw new HttpProblem('not-allowed', `needs the role ${roles.join(' or ')} in the whole organisation`);
}

function requestOf(request: FastifyRequest, { claim }: Caller): Omit<CommandRequest<never>, 'id' | 'command'> {
  const key = idempotencyKeyOf(request);
  const expectedRevision = expectedRevisionOf(request);
  return {
    claim,
    identity: key === undefined ? null : { key },
    correlationId: request.id,
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  };
}
