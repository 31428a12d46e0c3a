import { sql, type Kysely } from 'kysely';
import type { AttentionBudget, Instant } from '#domain';
import { fromMillis, toMillis } from '#domain/instant';
import type { AttentionMeter } from './executive-queue.js';
import { loadTable, type AttentionDatabase, type StoredLoad } from './executive-queue.table.js';
import { versionsAt } from './store/temporal-page.js';

const WEEK_MILLIS = 7 * 24 * 60 * 60 * 1000;

/** Minutes that each spent in the 7 × 24 hours up to `now`, as far as an entry (null: the newest) knows. */
export async function spentLately(
  db: Kysely<AttentionDatabase>,
  people: readonly string[],
  { now, index }: { readonly now: Instant; readonly index: number | null },
): Promise<ReadonlyMap<string, number>> {
  if (people.length === 0) return new Map();
  const since = fromMillis(toMillis(now) - WEEK_MILLIS);
  let spent = db.selectFrom('attention_spent').where('person', 'in', people).where('at', '>', since).where('at', '<=', now);
  if (index !== null) spent = spent.where('spent_index', '<=', index);
  const rows = await spent
    .select(['person', sql<number>`sum(minutes)`.as('minutes')])
    .groupBy('person')
    .execute();
  return new Map(rows.map(({ person, minutes }) => [person, minutes]));
}

/** What each has to do, by person; nobody who never had anything. */
export async function loadsAt(
  db: Kysely<AttentionDatabase>,
  people: readonly string[],
  index: number | null,
): Promise<ReadonlyMap<string, StoredLoad>> {
  const rows = await versionsAt(db, loadTable, people, index);
  return new Map(rows.map((row) => [row.person, row]));
}

export function meterOf(spent: number, load: StoredLoad | undefined, budget: AttentionBudget | null): AttentionMeter {
  const minutes = budget?.minutesPerWeek ?? 0;
  return {
    recordedMinutes: spent,
    budgetMinutes: minutes,
    percent: minutes === 0 ? null : Math.floor(((spent + (load?.minutes_open ?? 0)) * 100) / minutes),
    inHand: load?.in_hand ?? 0,
    handsOnLimit: budget?.handsOnLimit ?? 0,
  };
}
