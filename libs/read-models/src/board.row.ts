import { accountableFor, ownerOf, type EscalationState, type FiledIssue, type FullRoute, type Instant, type IssueState } from '#domain';
import type { NextStep, WhyHere } from './board.js';
import { isLive } from './escalated.js';
import { NO_DATE, type BoardDoc, type StoredBoardRow } from './board.table.js';

/** What the board remembers of an issue. */
export interface BoardedIssue {
  readonly issue: IssueState;
  readonly filed: { readonly by: string; readonly at: Instant; readonly index: number };
  readonly closed: { readonly at: Instant; readonly index: number } | null;
  readonly title: number | null;
  readonly route: RouteSummary | null;
  /** The newest escalation; null again once its answer was overtaken by a new question. */
  readonly escalation: string | null;
}

export type RouteSummary = Pick<FullRoute, 'trigger' | 'holder' | 'owner' | 'route' | 'level' | 'provisional'> & {
  readonly stakes: number;
  readonly why: WhyHere;
};

export function summaryOf({ trigger, holder, owner, route, level, provisional, floors, ceilings, factors }: FullRoute): RouteSummary {
  const strongest = factors.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const highest = [...floors].sort((a, b) => b.level - a.level);
  return {
    trigger,
    holder,
    owner,
    route,
    level,
    provisional,
    stakes: factors.find(({ code }) => code === 'STAKES')?.value ?? 0,
    why: {
      floors: highest.map(({ code }) => code),
      ceilings: ceilings.map(({ code }) => code),
      factors: strongest.map(({ code }) => code),
    },
  };
}

const GRAVEST = 4;

export function boardRow(id: string, boarded: BoardedIssue, state: EscalationState | null): StoredBoardRow {
  const issue = boarded.issue as FiledIssue;
  const { facts, programme, region, revision } = issue;
  const escalation = state === null || state.status === 'none' ? null : state;
  const waiting = escalation !== null && boarded.closed === null && isLive(escalation);
  const owner = ownerOf(issue, id, boarded.route);
  const doc = docOf(boarded, escalation);
  const due = doc.due ?? NO_DATE;
  return {
    issue: id,
    revision,
    programme,
    region,
    partner: facts.partner,
    site: facts.site,
    order_code: facts.order,
    kind: facts.kind,
    level: waiting ? escalation.level : (boarded.route?.level ?? null),
    owner,
    holder: waiting ? accountableFor(escalation) : owner,
    filed_by: boarded.filed.by,
    filed_index: boarded.filed.index,
    open: boarded.closed === null ? 1 : 0,
    waiting: waiting ? 1 : 0,
    due_key: due,
    severity_key: `${GRAVEST - doc.severity}${due}`,
    closed_index: boarded.closed?.index ?? null,
    title_ref: boarded.title,
    doc: JSON.stringify(doc),
  };
}

type Opened = Exclude<EscalationState, { status: 'none' }>;

function docOf(boarded: BoardedIssue, escalation: Opened | null): BoardDoc {
  const issue = boarded.issue as FiledIssue;
  const { units, valueAtRisk, neededBy, workaroundUntil, exposure } = issue.facts;
  const value = valueAtRisk?.routed ?? valueAtRisk?.stated ?? null;
  const status = statusOf(issue, escalation);
  return {
    units,
    valueAtRisk: value,
    neededBy,
    due: workaroundUntil !== null && (neededBy === null || workaroundUntil > neededBy) ? workaroundUntil : neededBy,
    exposure,
    severity: exposure === 'none' ? (boarded.route?.stakes ?? 0) : GRAVEST,
    status,
    duplicateOf: issue.status === 'duplicate' ? issue.of : null,
    nextStep: nextStep(status, boarded.route, escalation),
    route: boarded.route?.route ?? null,
    provisional: boarded.route?.provisional ?? false,
    why: boarded.route?.why ?? { floors: [], ceilings: [], factors: [] },
    escalation: escalation === null ? null : { id: boarded.escalation as string, status: escalation.status },
    filedAt: boarded.filed.at,
    closedAt: boarded.closed?.at ?? null,
  };
}

/** A leader's decision is on the escalation's stream: on the board it decides the issue too. */
function statusOf(issue: FiledIssue, escalation: Opened | null): BoardDoc['status'] {
  return issue.status === 'open' && escalation?.status === 'decided' ? 'decided' : issue.status;
}

function nextStep(status: BoardDoc['status'], route: RouteSummary | null, escalation: Opened | null): NextStep {
  if (status === 'decided') return 'resolve';
  if (status !== 'open') return 'none';
  if (escalation !== null && isLive(escalation)) return escalation.question === null ? 'wait_for_leader' : 'answer_question';
  return route === null ? 'route' : 'decide';
}
