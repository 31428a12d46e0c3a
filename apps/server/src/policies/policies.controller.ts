import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { Policy, PolicyBookCommand, PolicyCommand } from '#domain';
import type { ActivationRow, OrganisationRow, PolicyRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme, sees } from '../http/programme-scope.js';
import type { Listing } from '../http/view-parts.js';
import { MomentDto } from '../http/view-query.dto.js';
import { found, tagged, View } from '../http/view.js';
import { policyBookCommands } from './organisation.commands.js';
import { policyCommands } from './policies.commands.js';
import { ToPolicy, ToPolicyBook } from './policies.handler.js';
import { AskPolicies } from './policies.queries.js';
import { ActivationsQueryDto, InForceQueryDto } from './policies.query.dto.js';
import { activationRow, activations, organisation, policies, policyDetails } from './policies.views.js';

/** The scope of what counts wherever a programme says nothing else. */
const ORGANISATION = 'organisation';

const Commands = CommandRoutes<PolicyCommand>({
  path: 'policies',
  rows: policyCommands,
  target: ({ hash }) => hash ?? null,
  fixed: ({ hash }) => (hash === undefined ? {} : { hash }),
  give: (request) => new ToPolicy(request),
});

@ApiTags('Policies')
@Controller('policies')
export class PoliciesController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'policies', shows: 'Policies, newest first', answers: policies })
  async list(@Query() query: MomentDto): Promise<Listing<PolicyRow>> {
    return { items: await this.queries.execute(new AskPolicies('list', await this.moments.at(query))) };
  }

  @View('activations', { id: 'activations', shows: 'What was put in force, newest first', answers: activations })
  async activations(@WithCaller() caller: Caller, @Query() query: ActivationsQueryDto): Promise<Listing<ActivationRow>> {
    const rows = await this.queries.execute(new AskPolicies('activations', await this.moments.at(query), query.scope));
    return { items: rows.filter(({ scope }) => scope === ORGANISATION || sees(caller, scope)) };
  }

  @View('in-force', { id: 'policyInForce', shows: 'The policy that decides for a programme', answers: activationRow })
  async inForce(@WithCaller() caller: Caller, @Query() query: InForceQueryDto): Promise<ActivationRow> {
    requireProgramme(caller, query.programme);
    return found('policy in force', await this.queries.execute(new AskPolicies('inForce', query.programme, await this.moments.at(query))));
  }

  @View('self-approvals', { id: 'selfApprovals', shows: 'Approvals that an author gave to their own policy', answers: policies })
  async selfApprovals(@Query() query: MomentDto): Promise<Listing<PolicyRow>> {
    return { items: await this.queries.execute(new AskPolicies('selfApprovals', await this.moments.at(query))) };
  }

  @View(':hash', { id: 'policy', shows: 'A policy, whole', answers: policyDetails })
  async policy(
    @Param('hash') hash: string,
    @Query() query: MomentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyRow & { readonly policy: Policy }> {
    return tagged('policy', await this.queries.execute(new AskPolicies('policy', hash, await this.moments.at(query))), reply);
  }
}

const BookCommands = CommandRoutes<PolicyBookCommand>({
  path: '',
  rows: policyBookCommands,
  target: () => null,
  give: (request) => new ToPolicyBook(request),
});

@ApiTags('Organisation')
@Controller()
export class OrganisationController extends BookCommands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('organisation', { id: 'organisation', shows: 'The organisation: currency, levels, rates', answers: organisation })
  async organisation(@Query() query: MomentDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrganisationRow> {
    return tagged('organisation', await this.queries.execute(new AskPolicies('organisation', await this.moments.at(query))), reply);
  }
}
