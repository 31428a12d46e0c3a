import { MINUTES_PER_DAY, type Minute } from '../../instant.js';
import { MAX_MINOR_UNITS } from '../../money.js';
import { append, lastToPass, noSums, setAmount, sumAfter, type RunningSums } from './running-sums.js';

/** What is asked for or was decided, by `<programme>.<order>` and by `<programme>.<partner>`, in the order in which it was stated. */
export interface Commitments {
  readonly orders: Map<string, RunningSums>;
  readonly partners: Map<string, RunningSums>;
}

/** What one case commits, since when, and where that stands. A key is null when the case names no order or partner. */
export interface Committed {
  readonly amount: number;
  readonly at: Minute;
  readonly order: Entry | null;
  readonly partner: Entry | null;
}

interface Entry {
  readonly key: string;
  readonly position: number;
}

export interface CommitmentKeys {
  readonly order: string | null;
  readonly partner: string | null;
}

export function noCommitments(): Commitments {
  return { orders: new Map(), partners: new Map() };
}

/**
 * States what a case commits now. It counts from now on; what it stated before counts no longer. Nothing moves when nothing changed:
 * an amendment of something else does not make an old ask a new one.
 */
export function commit(
  commitments: Commitments,
  before: Committed | null,
  amount: number,
  keys: CommitmentKeys,
  now: Minute,
): Committed | null {
  const capped = Math.min(amount, MAX_MINOR_UNITS);
  const isSame =
    (before?.amount ?? 0) === capped && (before?.order?.key ?? null) === keys.order && (before?.partner?.key ?? null) === keys.partner;
  if (isSame) return before;
  take(commitments.orders, before?.order ?? null);
  take(commitments.partners, before?.partner ?? null);
  if (capped === 0) return null;
  const order = enter(commitments.orders, keys.order, capped, now);
  return { amount: capped, at: now, order, partner: enter(commitments.partners, keys.partner, capped, now) };
}

/** What other cases committed in the days before now, on the same order and with the same partner. */
export function othersOf(
  commitments: Commitments,
  own: Committed | null,
  keys: CommitmentKeys,
  days: number,
  now: Minute,
): { readonly order: number; readonly partner: number } {
  const after = now - days * MINUTES_PER_DAY;
  const mine = own !== null && own.at > after ? own.amount : 0;
  const sum = (all: Map<string, RunningSums>, key: string | null, isMine: boolean): number => {
    const sums = key === null ? undefined : all.get(key);
    return sums === undefined ? 0 : sumAfter(sums, after) - (isMine ? mine : 0);
  };
  return { order: sum(commitments.orders, keys.order, own?.order != null), partner: sum(commitments.partners, keys.partner, own?.partner != null) }; // prettier-ignore
}

/** The minute from which the greater sum of others is at most `most`, when nothing new is stated; `now` or earlier: it is so already. */
export function othersFallTo(commitments: Commitments, own: Committed | null, keys: CommitmentKeys, days: number, most: number): Minute {
  const fall = (all: Map<string, RunningSums>, key: string | null, entry: Entry | null): Minute => {
    const sums = key === null ? undefined : all.get(key);
    if (sums === undefined) return 0;
    // Its own ask is not one of the others, wherever it stands among them.
    if (entry !== null) setAmount(sums, entry.position, 0);
    const at = lastToPass(sums, most);
    if (entry !== null) setAmount(sums, entry.position, own?.amount ?? 0);
    return at === null ? 0 : at + days * MINUTES_PER_DAY;
  };
  return Math.max(fall(commitments.orders, keys.order, own?.order ?? null), fall(commitments.partners, keys.partner, own?.partner ?? null)); // prettier-ignore
}

function enter(all: Map<string, RunningSums>, key: string | null, amount: number, now: Minute): Entry | null {
  if (key === null) return null;
  let sums = all.get(key);
  if (sums === undefined) all.set(key, (sums = noSums()));
  return { key, position: append(sums, now, amount) };
}

function take(all: Map<string, RunningSums>, entry: Entry | null): void {
  const sums = entry === null ? undefined : all.get(entry.key);
  if (entry !== null && sums !== undefined) setAmount(sums, entry.position, 0);
}
