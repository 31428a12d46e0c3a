import type { Hop, Standing } from '../escalation/escalation.commands.js';
import type { Minute } from '../instant.js';
import type { Clocks, IfNobodyDecides } from '../routing/route-record.js';
import type { RouterState } from '../routing/router-state.js';
import { answersFor, type CaseEscalation } from '../routing/v1/case-escalation.js';
import { freshClocks } from '../routing/v1/clocks.js';
import { committedByAsk } from '../routing/v1/derived-inputs.js';
import { situationOf } from '../routing/v1/facts.js';
import { searchIn, type Search } from '../routing/v1/fitness.js';
import { candidateAt } from '../routing/v1/holder.js';
import { standingOrderOf, type AgreedOrder } from '../routing/v1/playbooks.js';

/** Where an escalation stands, for the question who is next. */
type Place = Pick<CaseEscalation, 'level' | 'tried'> & { readonly holder: string };

/** What comes next, before clocks are set. */
type Next =
  | { readonly kind: 'substitute' | 'level'; readonly level: number; readonly holder: string }
  | { readonly kind: 'standing_order'; readonly order: AgreedOrder & { readonly playbook: string } };

/**
 * What follows when a clock of the issue's escalation runs out at `now`, with the people of that moment: somebody else of the same level,
 * once; then the next level that has somebody; then what was agreed for when nobody decides. A step that finds nobody is passed over.
 * Null: there is no open escalation, or nobody is left to ask and nothing was agreed, and it stays where it is.
 */
export function nextHop(state: RouterState, issue: string, now: Minute): Hop | null {
  const search = searchFor(state, issue, now);
  const escalation = search?.case.escalation ?? null;
  if (search === null || escalation === null) return null;
  const place = { ...escalation, holder: answersFor(escalation) };
  const next = nextOf(search, place);
  if (next === null) return null;
  if (next.kind === 'standing_order') return { kind: next.kind, playbook: next.order.playbook, option: next.order.option };
  return { kind: next.kind, to: standingIn(search, placeAfter(place, next)) };
}

/** Where an escalation goes when its leader steps it up: the next level that has somebody else; null: there is none. */
export function standingAbove(state: RouterState, issue: string, now: Minute): Standing | null {
  const search = searchFor(state, issue, now);
  const escalation = search?.case.escalation ?? null;
  if (search === null || escalation === null) return null;
  const above = levelAbove(search, escalation.level, [answersFor(escalation)]);
  return above === null ? null : standingIn(search, { ...above, tried: [] });
}

/** What is said beforehand: the step that would follow if the decide clock ran out with the people of now. */
export function announced(search: Search, place: Place, { decideBy }: Clocks): IfNobodyDecides {
  const next = nextOf(search, place);
  const said = { at: decideBy, to: null, level: place.level, playbook: null };
  if (next === null) return { ...said, step: 'stays' };
  if (next.kind === 'standing_order') return { ...said, step: next.kind, playbook: next.order.playbook };
  return { ...said, step: next.kind, to: next.holder, level: next.level };
}

function searchFor(state: RouterState, issue: string, now: Minute): Search | null {
  const of = state.cases.get(issue);
  const programme = of && state.programmes.get(of.programme);
  const policy = of?.policy == null ? undefined : state.policies.byHash.get(of.policy);
  // A clock that was set back does not set the log back.
  return of && programme && policy ? searchIn(situationOf(state, of, programme, policy, Math.max(state.minute, now))) : null;
}

function nextOf(search: Search, place: Place): Next | null {
  const { level, holder, tried } = place;
  // One substitute at a level: asking all of them in turn would lose days.
  const substitute = tried.length > 0 ? null : candidateAt(search, level, search.case.owner, [holder]);
  if (substitute !== null) return { kind: 'substitute', level, holder: substitute };
  const above = levelAbove(search, level, [holder]);
  if (above !== null) return { kind: 'level', ...above };
  const order = orderFor(search);
  return order === null ? null : { kind: 'standing_order', order };
}

function levelAbove(search: Search, level: number, except: readonly string[]): { readonly level: number; readonly holder: string } | null {
  for (let above = level + 1; above <= search.policy.levels.length; above++) {
    const holder = candidateAt(search, above, search.case.owner, except);
    if (holder !== null) return { level: above, holder };
  }
  return null;
}

function orderFor({ state, case: of, class: theClass, facts, now }: Search): (AgreedOrder & { readonly playbook: string }) | null {
  const { ask } = of.stated;
  const committed = ask?.amount === null ? Infinity : committedByAsk(of, facts.delayCostPerDay);
  const order = standingOrderOf(state.playbooks, of.programme, theClass, committed, now);
  if (order === null || order.option === 'no') return order;
  const stands = order.option === 'recommended' ? ask !== null : ask?.hasAlternative === true;
  return stands ? order : null;
}

function placeAfter(place: Place, next: Extract<Next, { kind: 'substitute' | 'level' }>): Place {
  const { level, holder, kind } = next;
  return { level, holder, tried: kind === 'substitute' ? [...place.tried, place.holder] : [] };
}

function standingIn(search: Search, place: Place): Standing {
  const { policy, time, now, facts } = search;
  const clocks = freshClocks(policy, time, now, facts);
  return { level: place.level, holder: place.holder, clocks, ifNobodyDecides: announced(search, place, clocks) };
}
