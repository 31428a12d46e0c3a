import fc from 'fast-check';
import { nextHop } from '../attention/next-hop.js';
import type { EscalationEvent, OpenedEscalation } from '../escalation/escalation.js';
import { fromMillis, toMillis, toMinute, type Instant } from '../instant.js';
import type { IssueFacts } from '../issue/issue.js';
import { plain } from '../personal.js';
import type { Policy } from '../routing/policy-document.js';
import { CHANGES_OF_HOUSE, fallsBack, stepsUp } from './changing-house.js';
import { RoutedLog } from './routed-log.js';
import { asks, CALM, does, dollars, files, founds, GRAVE, grants, POLICY, usd } from './small-organisation.js';

/** One thing that happens; the numbers choose among what is possible then. */
export interface Turn {
  readonly act: keyof typeof ACTS;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const MANAGERS = ['mia', 'max', 'moe'] as const;
const LEADERS = ['lea', 'lou', 'eva', 'ed'] as const;
const PEOPLE = [...MANAGERS, ...LEADERS];

/** Facts that issues are filed with, and amended to: near the bars, missing, dear, urgent. */
const FACTS: readonly Partial<IssueFacts>[] = [
  {},
  GRAVE,
  { neededBy: null },
  { neededBy: '2026-01-09T12:00:00.000Z' },
  { neededBy: '2026-01-12T12:00:00.000Z', visibility: 3 },
  { ...GRAVE, delayCostPerDay: dollars(60_000) },
  { visibility: null, valueAtRisk: null, delayCostPerDay: null, units: null },
  { ask: asks(10_000) },
  { ask: asks(20_000, { delayAcceptedDays: 3 }), order: 'o1' },
  { ask: asks(24_000), order: 'o1' },
  { ask: asks(300_000) },
  { ask: asks(null) },
  { ask: asks(100, { action: 'waiver' }) },
  { ask: asks(100, { spend: { stated: { minor: 5, currency: 'JPY' }, routed: null } }) },
  { exposure: 'safety' },
  { criticalDetail: 'configured', valueAtRisk: dollars(400_000) },
  { kind: 'damaged', visibility: 2 },
  { irreversible: true, partner: null },
  { site: null, order: 'o1' },
];

type Act = (world: RoutedLog, turn: Turn) => void;

const pick = <T>(list: readonly T[], n: number): T | undefined => (list.length === 0 ? undefined : list[n % list.length]);
const someone = (n: number): string => pick(PEOPLE, n) ?? 'mia';
/** The story's own issues: others may happen beside it. */
const casesOf = (world: RoutedLog) => [...world.state.cases.values()].filter(({ programme }) => programme === 'dev');
const issueOf = (world: RoutedLog, n: number): string | undefined => pick(casesOf(world), n)?.id;
/** Those who lead at a level or above now: nobody else may take an escalation there. */
const leadersAt = ({ state }: RoutedLog, level: number) => LEADERS.filter((id) => (state.roster.people.get(id)?.level ?? 0) >= level);
const inDays = (world: RoutedLog, days: number): Instant => fromMillis(toMillis(world.log.now) + days * 86_400_000);

const onIssue =
  (act: (world: RoutedLog, issue: string, turn: Turn) => void): Act =>
  (world, turn) => {
    const issue = issueOf(world, turn.a);
    const status = issue === undefined ? undefined : world.state.cases.get(issue)?.status;
    if (issue !== undefined && status !== 'closed') act(world, issue, turn);
  };

/** Somebody acts on a live escalation that stands in the log. */
const onEscalation =
  (eventOf: (escalation: OpenedEscalation, world: RoutedLog, turn: Turn) => EscalationEvent | null): Act =>
  (world, turn) => {
    const issue = issueOf(world, turn.a);
    const escalation = issue === undefined ? null : world.escalationOf(issue);
    if (issue === undefined || escalation?.live !== true) return;
    const event = eventOf(escalation.state, world, turn);
    if (event !== null) world.onEscalation(issue, event);
  };

const decision = (world: RoutedLog, n: number) => ({
  option: n % 3 === 0 ? ('no' as const) : ('recommended' as const),
  decision: plain('so'),
  rationale: plain('because'),
  optionsConsidered: [],
  commitmentMinor: n % 3 === 0 ? 0 : n * 100_000,
  coveredMinor: n * 100_000,
  spend: null,
  grant: { person: 'lea', grantId: 'lea-all' },
  decisionGroup: null,
  takesEffectAt: fromMillis(toMillis(world.log.now) + 10_000),
});

/** What may happen. Each act does nothing where it makes no sense. */
export const ACTS = {
  wait: (world, { a, b }) => world.passes(a % 8 === 7 ? b * 1440 : a % 2 === 0 ? b : b * 37),
  file: (world, { a, b, c }) => files(world, pick([...MANAGERS, 'feed'], a) ?? 'mia', String(casesOf(world).length + 1), pick(FACTS, b * 7 + c) ?? {}), // prettier-ignore
  amend: onIssue((world, issue, { b, c }) => {
    const changes = { ...(b % 3 === 0 ? CALM : pick(FACTS, b)), ...(c % 4 === 0 ? { neededBy: CALM.neededBy } : {}) };
    does(world, someone(c), issue, { type: 'IssueAmended', data: { changes } });
  }),
  askUp: onIssue((world, issue, { b }) => {
    if (isUp(world, issue)) return;
    const data = { byLevel: 1 + (b % 2), missingAuthority: 'amount' as const, leversTried: [], allLeversTried: false, tried: plain('all') };
    does(world, world.state.cases.get(issue)?.owner ?? 'mia', issue, { type: 'GoingUpRequested', data });
  }),
  accept: onIssue((world, issue, { b }) => does(world, someone(b), issue, { type: 'WorkAccepted', data: { by: someone(b) } })),
  reassign: onIssue((world, issue, { b }) => {
    does(world, 'lea', issue, { type: 'IssueReassigned', data: { to: pick(MANAGERS, b) ?? 'mia', reason: plain('') } });
  }),
  call: onIssue((world, issue, { b, c }) => {
    const by = pick(LEADERS, b) ?? 'lea';
    const own = by === 'lea' || by === 'lou' ? 2 : 3;
    const call = c % 2 === 0 ? 'mine' : 'delegate';
    const until = c % 3 === 0 ? null : inDays(world, 1 + (c % 5));
    const level = call === 'mine' ? own : own - 1;
    does(world, by, issue, { type: 'IssueCalled', data: { call, level, by, byLevel: own, until, reason: plain('') } });
  }),
  endCall: onIssue((world, issue, { c }) => {
    does(world, 'eva', issue, { type: 'CallEnded', data: { call: c % 2 === 0 ? 'mine' : 'delegate' } });
  }),
  decideIssue: onIssue((world, issue, { b }) => {
    if (isUp(world, issue) || world.state.cases.get(issue)?.status !== 'open') return;
    const { option, decision: words, rationale, optionsConsidered, commitmentMinor, coveredMinor, grant } = decision(world, b);
    const data = { option, decision: words, rationale, optionsConsidered, commitmentMinor, coveredMinor, grant, selfDecided: false };
    does(world, 'mia', issue, { type: 'IssueDecided', data });
  }),
  resolve: onIssue((world, issue, { b }) => {
    const outcome = b % 5 === 0 ? 'failed' : 'fixed';
    does(world, 'mia', issue, { type: 'IssueResolved', data: { outcome, resolution: null } });
  }),
  duplicate: onIssue((world, issue, { b }) => {
    const of = pick(casesOf(world), b)?.id;
    if (of !== undefined && of !== issue) does(world, 'mia', issue, { type: 'IssueLinkedAsDuplicate', data: { of } });
  }),
  withdraw: onIssue((world, issue) => does(world, 'mia', issue, { type: 'IssueWithdrawn', data: { reason: plain('') } })),
  reopen: (world, { a }) => {
    const closed = casesOf(world).filter(({ status }) => status === 'closed');
    const of = pick(closed, a);
    if (of !== undefined) does(world, 'mia', of.id, { type: 'IssueReopened', data: { reason: plain('') } });
  },
  acknowledge: onEscalation(({ status, holder }) => (status === 'open' ? { type: 'EscalationAcknowledged', data: { by: holder } } : null)),
  claim: onEscalation(({ status, holder, level }, world, { b }) => {
    if (status === 'claimed') return null;
    const by = b % 3 === 0 ? (pick(leadersAt(world, level), b) ?? holder) : holder;
    return { type: 'EscalationClaimed', data: { by, timeBoxUntil: inDays(world, 14) } };
  }),
  release: onEscalation(({ status }) => (status === 'claimed' ? { type: 'EscalationReleased', data: { reason: null } } : null)),
  moveTo: onEscalation(({ level }, world, { b }) => {
    const to = pick(leadersAt(world, level), b);
    return to === undefined ? null : { type: 'EscalationReassigned', data: { to, reason: null, route: null } };
  }),
  decide: onEscalation(({ holder }, world, { b }) => {
    return { type: 'EscalationDecided', data: { ...decision(world, b), by: holder } };
  }),
  stepUp: onIssue((world, issue) => void stepsUp(world, issue)),
  withdrawUp: onEscalation(({ status }) =>
    status === 'claimed' ? null : { type: 'EscalationWithdrawn', data: { because: 'hand', reason: null } },
  ),
  fallBack: onIssue(fallsBack),
  decideOtherwise: (world, { a, b }) => {
    const issue = issueOf(world, a);
    const escalation = issue === undefined ? null : world.escalationOf(issue);
    if (issue === undefined || escalation?.state.status !== 'decided' || world.state.cases.get(issue)?.status === 'closed') return;
    const supersedes = escalation.state.decision.revision;
    world.onEscalation(issue, { type: 'DecisionSuperseded', data: { ...decision(world, b), by: escalation.state.holder, supersedes } });
  },
  takeBack: (world, { a, b }) => {
    const issue = issueOf(world, a);
    const escalation = issue === undefined ? null : world.escalationOf(issue);
    if (issue === undefined || escalation?.state.status !== 'decided' || world.state.cases.get(issue)?.status === 'closed') return;
    const { inEffect, revision } = escalation.state.decision;
    if (b % 3 === 0 && !inEffect) world.onEscalation(issue, { type: 'DecisionTookEffect', data: { decisionRevision: revision } });
    else world.onEscalation(issue, { type: 'DecisionWithdrawn', data: { decisionRevision: revision, reason: null, beforeEffect: !inEffect } }); // prettier-ignore
  },
  giveBack: onEscalation((_, world, { b }) => {
    const until = b % 2 === 0 ? null : inDays(world, 2);
    return { type: 'EscalationReturned', data: { to: 'mia', guidance: plain(''), until } };
  }),
  handOver: onEscalation((_, __, { b }) => {
    return { type: 'EscalationHandedOver', data: { to: pick(MANAGERS, b) ?? 'mia', goodLooksLike: plain('') } };
  }),
  expire: (world, { a, b }) => {
    const issue = issueOf(world, a);
    const escalation = issue === undefined ? null : world.escalationOf(issue);
    if (issue === undefined || escalation?.live !== true) return;
    const hop = nextHop(world.state, issue, toMinute(world.log.now));
    if (hop === null || hop.kind === 'standing_order') return;
    const { level, holder, ...rest } = hop.to;
    if (hop.kind === 'level' ? level <= escalation.state.level : level !== escalation.state.level) return;
    const clock = b % 2 === 0 ? 'acknowledge' : 'decide';
    const from = { from: escalation.state.holder, fromLevel: escalation.state.level };
    world.log.by('system:timekeeper');
    world.onEscalation(issue, { type: 'ClockExpired', data: { clock, ...from, hop: hop.kind, to: holder, level, ...rest } });
  },
  away: (world, { a, b, c }) => {
    const person = someone(a);
    const data = {
      absenceId: `away-${world.log.events.length}`,
      from: inDays(world, c % 3),
      until: inDays(world, (c % 3) + 1 + (b % 6)),
      substitute: b % 2 === 0 ? someone(b) : null,
    };
    world.log.by(person);
    world.record('person-', person, { type: 'AbsencePlanned', data });
  },
  revoke: (world, { a, b }) => {
    const person = someone(a);
    world.log.by('root');
    if (b % 2 === 0) grants(world, person, { grantId: `${person}-${b}`, amount: usd(b * 1_000_000), until: inDays(world, 1 + (b % 9)) });
    else world.record('person-', person, { type: 'GrantRevoked', data: { grantId: `${person}-all`, reason: plain('') } });
  },
  conflict: (world, { a, b }) => {
    const person = someone(a);
    const what = b % 2 === 0 ? { partner: 'acme' } : { site: 'school-1' };
    if (b % 3 === 0) world.record('person-', person, { type: 'ConflictLifted', data: what });
    else world.record('person-', person, { type: 'ConflictDeclared', data: { ...what, reason: plain('') } });
  },
  partner: (world, { a, b }) => {
    const of = { programme: 'dev', code: 'acme' };
    const who = { name: plain(''), title: plain('') };
    if (a % 3 === 0) world.record('partner-', 'dev.acme', { type: 'PartnerStoodDown', data: { ...of, reason: plain('') } });
    else world.record('partner-', 'dev.acme', { type: 'PartnerPutForward', data: { ...of, rank: 1 + (b % 3), ...who } });
  },
  playbook: (world, { a, b }) => {
    const pattern = b % 2 === 0 ? { kind: 'late' } : { partnerClass: 'carrier' };
    const limits = { amountLimit: usd(3_000_000), valueLimit: usd(200_000_000), until: a % 2 === 0 ? null : inDays(world, 1 + (b % 7)) };
    const id = `p${b % 2}`;
    if (!world.state.playbooks.byId.has(id)) {
      world.record('playbook-', id, { type: 'PlaybookOpened', data: { programme: 'dev', pattern, levers: [], model: plain('') } });
    }
    if (a % 4 === 0) world.record('playbook-', id, { type: 'HandOverEnded', data: { reason: plain('') } });
    else world.record('playbook-', id, { type: 'HandOverGiven', data: { programme: 'dev', pattern, to: 'max', by: 'lea', ...limits } });
  },
  ...CHANGES_OF_HOUSE,
} as const satisfies Record<string, Act>;

const NAMES = Object.keys(ACTS) as (keyof typeof ACTS)[];
// Often enough that there is something to act on.
const OFTEN: readonly (keyof typeof ACTS)[] = ['wait', 'wait', 'wait', 'file', 'file', 'file', 'amend', 'askUp', 'claim', 'resolve'];

/** What happens in an organisation, in order. */
export function stories(minLength = 40, maxLength = 120): fc.Arbitrary<readonly Turn[]> {
  const number = fc.nat({ max: 63 });
  const turn = fc.record({ act: fc.constantFrom(...NAMES, ...OFTEN), a: number, b: number, c: number });
  return fc.array(turn, { minLength, maxLength, size: 'max' });
}

/** Lets a story happen in the small organisation; the clock reviews what falls due while it waits. */
export function told(story: readonly Turn[], lag = 0, policy: Policy = POLICY): RoutedLog {
  const world = founds(new RoutedLog(lag), policy);
  world.log.after(1);
  for (const turn of story) ACTS[turn.act](world, turn);
  return world.settle();
}

function isUp(world: RoutedLog, issue: string): boolean {
  return world.escalationOf(issue)?.live === true;
}
