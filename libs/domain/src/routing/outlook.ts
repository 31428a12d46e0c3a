import { toMinute, type Instant } from '../instant.js';
import type { IssueEvent } from '../issue/issue.js';
import { evaluatorOf, type Verdict } from './index.js';
import type { Flip, FullRoute } from './route-record.js';
import type { RouterState } from './router-state.js';
import { newCase, type Case } from './v1/case.js';
import { situationOf } from './v1/facts.js';
import { searchIn } from './v1/fitness.js';
import { seatAt } from './v1/holder.js';
import { ownerOf } from './v1/owner.js';
import { policyInForce } from './v1/policies.js';
import { restated } from './v1/stated.js';

/** Where a case would go if it were routed now: what a route says of it, without what only a recorded route has. */
export type Outlook = Verdict &
  Pick<FullRoute, 'policy' | 'route' | 'holder' | 'owner' | 'noAuthority' | 'emptyLevels' | 'phase'> & { readonly flips: readonly Flip[] };

/** What is asked about: an issue as it stands, with an amendment that nobody made, or one that nobody filed. */
export type CaseInQuestion =
  { readonly issue: string; readonly amended?: DataOf<'IssueAmended'> } | { readonly filer: string; readonly filed: DataOf<'IssueFiled'> };

type DataOf<T extends IssueEvent['type']> = Extract<IssueEvent, { readonly type: T }>['data'];

/**
 * The outlook of a case at `now`, by its own policy or by the one that is in force now. Changes nothing. Null: there is no such issue, or
 * no policy.
 */
export function outlookOf(state: RouterState, question: CaseInQuestion, now: Instant, by: 'own' | 'in_force'): Outlook | null {
  const of = caseIn(state, question, now);
  const programme = of === null ? undefined : state.programmes.get(of.programme);
  if (of === null || programme === undefined) return null;
  const hash = (by === 'own' ? of.policy : null) ?? policyInForce(state.policies, of.programme, now);
  const policy = hash === null ? undefined : state.policies.byHash.get(hash);
  if (hash === null || policy === undefined) return null;
  const search = searchIn(situationOf(state, of, programme, policy, Math.max(state.minute, toMinute(now))));
  const { route, flipsOf } = evaluatorOf(policy);
  const verdict = route(search.facts, policy);
  const { owner, nobody } = ownerOf(search, verdict.level === 1);
  const seat = verdict.level === 1 ? null : seatAt(search, verdict.level, owner);
  return {
    ...verdict,
    policy: hash,
    level: seat?.level ?? 1,
    route: seat === null ? 'delegated' : 'escalated',
    holder: seat?.holder ?? owner,
    owner,
    noAuthority: seat?.noAuthority ?? nobody,
    emptyLevels: seat?.emptyLevels ?? [],
    phase: search.facts.phase,
    flips: flipsOf(search.facts, policy),
  };
}

function caseIn(state: RouterState, question: CaseInQuestion, now: Instant): Case | null {
  if ('filed' in question) return newCase('', question.filer, question.filed, Math.max(state.minute, toMinute(now)));
  const of = state.cases.get(question.issue);
  if (of === undefined) return null;
  const { amended } = question;
  // The revision stands for the event that nobody wrote.
  return amended === undefined ? of : { ...of, stated: restated(of.stated, amended.changes, amended.region, -1) };
}
