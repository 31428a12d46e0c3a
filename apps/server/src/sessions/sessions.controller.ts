import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import type { IssueToken, RotateToken } from '#domain';
import { derivedId, mintToken, newId, type MintedToken } from '#application';
import { ACTING, Allow } from '../http/access.js';
import { acceptedView } from '../http/accepted.js';
import { visibilityOf, WithCaller, type Caller } from '../http/caller.js';
import { expectedRevisionOf, idempotencyKeyOf } from '../http/headers.js';
import { Moments } from '../http/moments.js';
import { Answers } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { SECRET } from '../http/tokens.js';
import { validBody } from '../http/valid-body.js';
import { NowDto } from '../http/view-query.dto.js';
import { View } from '../http/view.js';
import { ToPerson } from '../people/people.handler.js';
import { AskPeople } from '../people/people.queries.js';
import { issuedToken, me, type IssuedToken, type Me } from './sessions.views.js';
import { IssueTokenDto, RotateTokenDto } from './tokens.dto.js';

type TokenCommand = IssueToken | RotateToken;

const ROTATION = { tokenId: '0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11', label: 'Laptop', overlapMinutes: 60 };

@ApiTags('Sessions')
@Controller()
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
    @Inject(SECRET) private readonly secret: Uint8Array,
  ) {}

  @View('me', { id: 'me', shows: 'Who you are, and what you may do', answers: me })
  async me(@WithCaller() caller: Caller, @Query() query: NowDto): Promise<Me> {
    await this.moments.at(query);
    const { claim, rights } = caller;
    const labels = await this.queries.execute(new AskPeople('labels', [claim.id]));
    return {
      person: labels.get(claim.id) ?? { id: claim.id, name: null, title: null },
      level: rights.level,
      roles: rights.roles,
      onBehalfOf: claim.onBehalfOf ?? null,
      seesEverything: visibilityOf(caller).everything,
    };
  }

  @Post('people/:person/issue-token')
  @Allow(ACTING)
  @ApiOperation({
    operationId: 'issueToken',
    summary: 'Make an access token',
    description: 'Its text is answered once; the log holds no more than a hash of its secret.',
  })
  @ApiParam({ name: 'person', schema: { type: 'string' } })
  @ApiBody({ type: IssueTokenDto, examples: { example: { value: { label: 'Laptop', until: '2027-11-23T00:00:00.000Z' } } } })
  @Answers(201, issuedToken, ACTING, 'command')
  async issueToken(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<IssuedToken> {
    const body = await validBody(request.body, IssueTokenDto);
    return this.#give(request, reply, ({ tokenId, secretHash }) => ({ type: 'IssueToken', tokenId, secretHash, ...body }));
  }

  @Post('people/:person/rotate-token')
  @Allow(ACTING)
  @ApiOperation({
    operationId: 'rotateToken',
    summary: 'Make a token in the place of another, which goes on for a while',
    description: 'It opens what the old one opens. Its text is answered once.',
  })
  @ApiParam({ name: 'person', schema: { type: 'string' } })
  @ApiBody({ type: RotateTokenDto, examples: { example: { value: ROTATION } } })
  @Answers(201, issuedToken, ACTING, 'command')
  async rotateToken(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<IssuedToken> {
    const body = await validBody(request.body, RotateTokenDto);
    return this.#give(request, reply, ({ tokenId: newTokenId, secretHash }) => ({ type: 'RotateToken', newTokenId, secretHash, ...body }));
  }

  async #give(request: FastifyRequest, reply: FastifyReply, commandFor: (minted: MintedToken) => TokenCommand): Promise<IssuedToken> {
    const { caller } = request;
    if (caller === undefined) throw new HttpProblem('not-authenticated', 'the credentials are not valid');
    const { claim } = caller;
    const { person } = request.params as { person: string };
    const key = idempotencyKeyOf(request);
    const expectedRevision = expectedRevisionOf(request);
    const minted = this.#mint(person, key === undefined ? undefined : `${claim.id}\n${key}`);
    const accepted = await this.commands.execute(
      new ToPerson({
        id: person,
        command: { person, ...commandFor(minted) },
        claim,
        identity: key === undefined ? null : { key },
        correlationId: request.id,
        ...(expectedRevision === undefined ? {} : { expectedRevision }),
      }),
    );
    void reply.headers({ etag: `"${accepted.revision}"`, 'x-gravitas-index': String(accepted.index ?? -1) });
    return { ...acceptedView(accepted), tokenId: minted.tokenId, token: minted.text };
  }

  /** A repetition with its key makes the same token again, so that it can be answered again; else it is random. */
  #mint(person: string, key: string | undefined): MintedToken {
    if (key === undefined) return mintToken(person, newId, randomBytes(32));
    const secret = createHmac('sha256', this.secret).update(`token\n${person}\n${key}`).digest();
    return mintToken(person, () => derivedId(TOKENS, `${person}\n${key}`), secret);
  }
}

/** Where ids of tokens with a key come from. */
const TOKENS = '6f0e3f7e-5d0a-5c43-9d0c-2f6f0b1d7a55';
