import { countUpTo } from '../../count-up-to.js';

/**
 * Amounts in the order in which they came, with sums over any end of the list: a binary indexed tree, so that adding, changing and
 * summing take O(log n). Plain data. `tree[i]` holds the sum of the 2^k entries that end at position i, k the trailing zeros of i + 1.
 */
export interface RunningSums {
  readonly at: number[];
  readonly amounts: number[];
  readonly tree: number[];
  total: number;
}

export function noSums(): RunningSums {
  return { at: [], amounts: [], tree: [], total: 0 };
}

/** Appends an amount that came at `at` (not before the last) and gives its position. */
export function append(sums: RunningSums, at: number, amount: number): number {
  const position = sums.at.length;
  let sum = amount;
  for (let step = 1; (position & step) !== 0; step <<= 1) sum += sums.tree[position - step] as number;
  sums.at.push(at);
  sums.amounts.push(amount);
  sums.tree.push(sum);
  sums.total += amount;
  return position;
}

/** Changes the amount at a position. */
export function setAmount(sums: RunningSums, position: number, amount: number): void {
  const by = amount - (sums.amounts[position] as number);
  sums.amounts[position] = amount;
  sums.total += by;
  for (let i = position; i < sums.tree.length; i |= i + 1) (sums.tree[i] as number) += by;
}

/** The sum of what came after `at`. */
export function sumAfter(sums: RunningSums, at: number): number {
  return sums.total - sumOfFirst(sums, countUpTo(sums.at, at));
}

/** When the entry came without which, and all before it, no more than `most` are left; null: that is so with all of them. */
export function lastToPass(sums: RunningSums, most: number): number | null {
  const toPass = sums.total - most;
  if (toPass <= 0) return null;
  let [position, sum, step] = [0, 0, 1];
  while (step * 2 <= sums.tree.length) step *= 2;
  for (; step > 0; step >>= 1) {
    const next = position + step;
    if (next > sums.tree.length || sum + (sums.tree[next - 1] as number) >= toPass) continue;
    position = next;
    sum += sums.tree[next - 1] as number;
  }
  return sums.at[position] ?? null;
}

function sumOfFirst(sums: RunningSums, count: number): number {
  let sum = 0;
  for (let i = count; i > 0; i &= i - 1) sum += sums.tree[i - 1] as number;
  return sum;
}
