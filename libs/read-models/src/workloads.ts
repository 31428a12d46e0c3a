import type { Kysely } from 'kysely';
import type { QueueDatabase } from './executive-queue.table.js';

/** What waits for one leader, as counts that are kept with the items. */
export interface Workload {
  readonly person: string;
  readonly waiting: number;
  readonly snoozed: number;
  readonly urgent: number;
  readonly inHand: number;
}

/** One row for each leader to whom anything ever came: for meters, which are read often. */
export async function workloads(db: Kysely<QueueDatabase>): Promise<readonly Workload[]> {
  return db
    .selectFrom('attention_load')
    .select(['person', 'waiting', 'snoozed', 'urgent', 'in_hand as inHand'])
    .where('to_index', 'is', null)
    .execute();
}
