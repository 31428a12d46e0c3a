import type { CeilingCode, DecisionOption, DomainEvent, FloorCode, FullRoute } from '#domain';
import type { RecordedEvent } from '#event-store';

/** What was routed by one version of the policy: issues whose first route names it. */
export interface PolicyShare {
  readonly hash: string;
  readonly name: string;
  readonly issues: number;
  /** Of these, how many were above L1 at some time, and how many at the top. */
  readonly sentUp: number;
  readonly atTheTop: number;
}

/** How often each thing occurs in a log, so that nobody has to look for an example in vain. */
export interface DemoCases {
  readonly eventsByType: Readonly<Record<string, number>>;
  /** Full routes, by level. */
  readonly routesByLevel: Readonly<Record<number, number>>;
  /** Routes above L1 whose level this floor asks for. */
  readonly floors: Readonly<Partial<Record<FloorCode, number>>>;
  /** Routes that this ceiling kept below what the score or a hold says. */
  readonly ceilings: Readonly<Partial<Record<CeilingCode, number>>>;
  /** Routes whose level is higher than floors and score say, by what holds it. */
  readonly holds: Readonly<Record<'score' | 'dwell', number>>;
  /** Routes that would be higher without the load price. */
  readonly keptDownByLoad: number;
  readonly reviewsThatRaised: number;
  readonly provisional: number;
  readonly timeOuts: Readonly<Record<'substitute' | 'level' | 'standing_order', number>>;
  /** Decisions by leaders, and by managers of what is delegated to them. */
  readonly decisions: Readonly<Record<'leaders' | 'managers', Readonly<Partial<Record<DecisionOption, number>>>>>;
  readonly selfDecided: number;
  readonly policies: readonly PolicyShare[];
}

type Counts = Record<string, number>;

/** Counts what is in a log. */
export function demoCases(log: readonly RecordedEvent[]): DemoCases {
  const events = log as unknown as readonly (RecordedEvent & DomainEvent)[];
  const routes = events.flatMap(({ type, data }) => (type === 'IssueRouted' && data.changed ? [data] : []));
  const hops = events.flatMap(({ type, data }) =>
    type === 'ClockExpired' ? [data.hop] : type === 'StandingOrderApplied' ? ['standing_order'] : [],
  );
  const byManagers = events.flatMap(({ type, data }) => (type === 'IssueDecided' ? [data] : []));
  const byLeaders = events.flatMap(({ type, data }) =>
    type === 'EscalationDecided' || type === 'DecisionConfirmed' || type === 'DecisionSuperseded' ? [data] : [],
  );
  return {
    eventsByType: count(events.map(({ type }) => type)),
    routesByLevel: count(routes.map(({ level }) => String(level))),
    floors: count(
      routes.flatMap(({ level, floors }) => floors.filter((floor) => level > 1 && floor.level === level).map(({ code }) => code)),
    ),
    ceilings: count(routes.flatMap((route) => (isCapped(route) ? route.ceilings.map(({ code }) => code) : []))),
    holds: { score: 0, dwell: 0, ...count(routes.filter(isHeld).map(({ held }) => held?.because ?? 'score')) },
    keptDownByLoad: routes.filter(isKeptDownByLoad).length,
    reviewsThatRaised: raisedByReviews(routes),
    provisional: routes.filter(({ provisional }) => provisional).length,
    timeOuts: { substitute: 0, level: 0, standing_order: 0, ...count(hops) },
    decisions: { leaders: count(byLeaders.map(({ option }) => option)), managers: count(byManagers.map(({ option }) => option)) },
    selfDecided: byManagers.filter(({ selfDecided }) => selfDecided).length,
    policies: sharesOf(events, routes),
  };
}

function count(names: readonly string[]): Counts {
  const counts: Counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function wished({ scoreLevel, held }: FullRoute): number {
  return Math.max(scoreLevel, held?.level ?? 1);
}

function isCapped(route: FullRoute): boolean {
  return route.ceilings.some(({ level }) => level < wished(route));
}

function isHeld({ level, scoreLevel, held, floors }: FullRoute): boolean {
  return held !== null && held.level === level && scoreLevel < level && floors.every((floor) => floor.level < level);
}

function isKeptDownByLoad(route: FullRoute): boolean {
  const { level, score, concordance, thresholds } = route;
  const unpriced = thresholds.filter(({ entry, phaseShift }) => score >= entry + phaseShift).map((threshold) => threshold.level);
  return concordance && !isCapped(route) && Math.max(1, ...unpriced) > level;
}

/** Reviews by time alone after which an issue stood higher than before. */
function raisedByReviews(routes: readonly FullRoute[]): number {
  const levels = new Map<string, number>();
  let raised = 0;
  for (const { issue, level, trigger } of routes) {
    if (trigger.stream.startsWith('clock-') && level > (levels.get(issue) ?? level)) raised++;
    levels.set(issue, level);
  }
  return raised;
}

function sharesOf(events: readonly (RecordedEvent & DomainEvent)[], routes: readonly FullRoute[]): readonly PolicyShare[] {
  const highest = new Map<string, { readonly policy: string; level: number }>();
  for (const { issue, policy, level } of routes) {
    const known = highest.get(issue);
    if (known === undefined) highest.set(issue, { policy, level });
    else known.level = Math.max(known.level, level);
  }
  const policies = events.flatMap(({ type, data }) => (type === 'PolicyProposed' ? [data] : []));
  return policies.map(({ hash, policy }) => {
    const levels = [...highest.values()].filter((one) => one.policy === hash).map(({ level }) => level);
    const above = (least: number): number => levels.filter((level) => level >= least).length;
    return { hash, name: policy.name, issues: levels.length, sentUp: above(2), atTheTop: above(policy.levels.length) };
  });
}
