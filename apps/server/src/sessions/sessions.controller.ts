import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import { derivedId, mintToken, newId, type MintedToken } from '#application';
import { ACTING, Allow } from '../http/access.js';
import { acceptedView } from '../http/accepted.js';
import { visibilityOf, WithCaller, type Caller } from '../http/caller.js';
import { expectedRevisionOf, idempotencyKeyOf } from '../http/headers.js';
import { Moments } from '../http/moments.js';
import { Answers } from '../http/openapi.js';
import { SECRET } from '../http/tokens.js';
import { validBody } from '../http/valid-body.js';
import { NowDto } from '../http/view-query.dto.js';
import { View } from '../http/view.js';
import { ToPerson } from '../people/people.handler.js';
import { AskPeople } from '../people/people.queries.js';
import { issuedToken, me, type IssuedToken, type Me } from './sessions.views.js';
import { IssueTokenDto } from './tokens.dto.js';

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
  async issueToken(
    @WithCaller() { claim }: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedToken> {
    const { person } = request.params as { person: string };
    const body = await validBody(request.body, IssueTokenDto);
    const key = idempotencyKeyOf(request);
    const expectedRevision = expectedRevisionOf(request);
    const minted = this.#mint(person, key === undefined ? undefined : `${claim.id}\n${key}`);
    const accepted = await this.commands.execute(
      new ToPerson({
        id: person,
        command: { type: 'IssueToken', person, tokenId: minted.tokenId, secretHash: minted.secretHash, ...body },
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
