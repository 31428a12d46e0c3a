import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Engine, systemClaim, type Claim, type OutlookAsked } from '#application';
import { covers, type Role } from '#domain';
import type { ReadModels } from '#read-models';
import { Allow } from '../http/access.js';
import { hasAnyRole, WithCaller, type Caller } from '../http/caller.js';
import type { FastifyRequest } from '../http/fastify.js';
import { Moments } from '../http/moments.js';
import { Answers } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { requireProgramme } from '../http/programme-scope.js';
import { READ_MODELS } from '../http/tokens.js';
import { validBody } from '../http/valid-body.js';
import { found } from '../http/view.js';
import { AskBoard } from '../issues/issues.queries.js';
import { DryRunDto, type DraftDto } from './routing.dto.js';
import { outlookView, type OutlookView } from './routing.views.js';
import { Routes } from './routes.js';

const EXAMPLE = {
  draft: {
    programme: 'tablets',
    kind: 'late',
    site: 'moss-ridge',
    units: 1792,
    neededBy: '2026-12-04T14:00:00.000Z',
    ask: { action: 'spend', spend: { minor: 3_000_000, currency: 'USD' }, recommendation: 'Pay for the night shift.' },
  },
};

/** Who may file. Whoever only looks may ask what would be, too: then the machine asks for them. */
const FILERS: readonly Role[] = ['manager', 'leader', 'executive', 'service'];

type DraftPlace = Pick<DraftDto, 'programme'> & { readonly site?: string | null; readonly partner?: string | null };

@ApiTags('Routing')
@Controller('routing')
export class RoutingController {
  constructor(
    private readonly engine: Engine,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
    private readonly routes: Routes,
    @Inject(READ_MODELS) private readonly views: ReadModels,
  ) {}

  @Post('dry-run')
  @HttpCode(200)
  @Allow('known')
  @ApiOperation({
    operationId: 'dryRun',
    summary: 'Where an issue would go, and why',
    description:
      'Of an issue as it is, with overrides, or of a draft; now, or by what was known after an entry of the log. Nothing is recorded.',
  })
  @ApiBody({ type: DryRunDto, examples: { example: { value: EXAMPLE } } })
  @Answers(200, outlookView, 'known', 'command')
  async dryRun(@WithCaller() caller: Caller, @Req() request: FastifyRequest): Promise<OutlookView> {
    const asked = await validBody(request.body, DryRunDto);
    const { factsIndex, by } = asked;
    await this.moments.at(factsIndex === undefined ? {} : { asOf: factsIndex });
    const question = await this.#questionOf(asked, caller);
    const outlook = await this.engine.outlook({ ...question, by, ...(factsIndex === undefined ? {} : { asOf: factsIndex }) });
    return this.routes.shown(found('issue or policy', outlook));
  }

  /** What others have committed nearby is a part of the answer: it is for those who see the place. */
  async #requireAt({ programme, site = null, partner = null }: DraftPlace, { rights }: Caller): Promise<void> {
    const row = site === null ? null : await this.views.sites.site(programme, site);
    const place = { programme, region: row?.region ?? undefined, partner: partner ?? undefined };
    if (!rights.roles.some(({ scope }) => covers(scope, place))) throw new HttpProblem('not-allowed', 'needs a role where the draft is');
  }

  async #questionOf({ issue, overrides, draft }: DryRunDto, caller: Caller): Promise<OutlookAsked> {
    if ((issue === undefined) === (draft === undefined)) throw refusal('issue', 'or draft must be there, and not both');
    const claim: Claim = hasAnyRole(caller, FILERS) ? caller.claim : systemClaim('import');
    if (draft !== undefined) {
      if (overrides !== undefined) throw refusal('overrides', 'are for an issue: change the draft');
      requireProgramme(caller, draft.programme);
      if (claim.kind === 'system') await this.#requireAt(draft, caller);
      const { mentions: _mentions, ...facts } = draft;
      return { draft: { claim, command: { type: 'FileIssue', description: null, externalReference: null, lines: 1, ...facts } } };
    }
    const id = issue as string;
    const request = { issue: id, ...(await this.moments.seenBy(caller, {})) };
    const row = found('issue', await this.queries.execute(new AskBoard('issue', request)));
    if (overrides === undefined || Object.keys(overrides).length === 0) return { issue: id };
    const { site = row.site?.code ?? null, partner = row.partner?.code ?? null } = overrides;
    if (claim.kind === 'system') await this.#requireAt({ programme: row.programme, site, partner }, caller);
    return { issue: id, amendment: { claim, command: { type: 'AmendIssue', changes: overrides } } };
  }
}

function refusal(field: string, rule: string): HttpProblem {
  return new HttpProblem('invalid-body', `${field} ${rule}`, { field });
}
