import { announced } from '../../attention/next-hop.js';
import type { Standing } from '../../escalation/escalation.commands.js';
import { isSame } from '../../same-value.js';
import type { EscalationMove } from '../routed.js';
import { expectedMinutes } from './attention-load.js';
import { answersFor, movedTo, type CaseEscalation } from './case-escalation.js';
import { freshClocks, sooner } from './clocks.js';
import type { Search } from './fitness.js';
import type { Seat } from './holder.js';

/** The escalation after a route: kept, moved, opened or none. One that is over stays within reach as `lapsed`. */
export function escalationAfter(search: Search, seat: Seat | null, triggerId: string): CaseEscalation | null {
  const { case: of } = search;
  const current = of.escalation;
  if (current !== null && (seat === null || seat.level < current.level)) {
    // A claimed one stays until the leader acts.
    if (current.claim !== null) return current;
    of.lapsed = current;
  }
  if (seat === null) return null;
  const standing = standingAt(search, seat, current);
  if (current === null || seat.level < current.level) return opened(search, standing, triggerId);
  const isKept = current.level === seat.level && answersFor(current) === seat.holder;
  return isKept ? { ...current, ...standing, holder: current.holder } : movedTo(current, standing);
}

/** Where it stands: with the clocks that run already if it stood there before, and with what is said to follow. */
function standingAt(search: Search, { level, holder }: Seat, current: CaseEscalation | null) {
  const { state, facts, policy, time, now } = search;
  const there = current?.level === level ? current : null;
  const fresh = freshClocks(policy, time, now, facts);
  const clocks = there !== null && answersFor(there) === holder ? sooner(there.clocks, fresh) : fresh;
  const tried = there?.tried ?? [];
  const ifNobodyDecides = announced(search, { level, holder, tried }, clocks);
  return { level, holder, clocks, tried, ifNobodyDecides, expectedMinutes: expectedMinutes(state.attention, facts.action, policy) };
}

function opened({ case: of }: Search, standing: ReturnType<typeof standingAt>, triggerId: string): CaseEscalation {
  const key = { issue: of.id, triggerId, route: { stream: `routing-${of.id}`, revision: of.routes } };
  of.opened = [...of.opened, key];
  return { key, ...standing, holders: [standing.holder], claim: null, byHand: false, moves: 0, told: 0, cameBack: false };
}

/** What the stream has to follow, if the route at `revision` left the escalation otherwise than it found it. */
export function movesAfter({ case: of }: Search, before: CaseEscalation | null, revision: number): readonly EscalationMove[] {
  const after = of.escalation;
  const route = { stream: `routing-${of.id}`, revision };
  const moves: EscalationMove[] = [];
  if (before !== null && before.key !== after?.key) {
    moves.push({ move: 'follow', escalation: before.key, route, moves: before.moves, to: null });
  }
  if (after === null) return moves;
  const { key } = after;
  if (before?.key !== key) {
    const { programme, region, partner } = of.stated;
    const barred = [...new Set([of.filer, ...of.askers])];
    const about = { issue: of.id, programme, region, partner, route, barred, requests: of.requests };
    moves.push({ move: 'open', escalation: key, data: { ...about, ...standingOf(after) } });
  } else if (after.told !== after.moves || !isSame(standingOf(before), standingOf(after))) {
    of.escalation = { ...after, told: after.moves };
    moves.push({ move: 'follow', escalation: key, route, moves: after.moves, to: standingOf(after) });
  }
  return moves;
}

function standingOf(escalation: CaseEscalation): Standing {
  const { level, clocks, ifNobodyDecides } = escalation;
  return { level, holder: answersFor(escalation), clocks, ifNobodyDecides };
}
