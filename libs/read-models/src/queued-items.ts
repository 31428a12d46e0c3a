import { sql } from 'kysely';
import type { AttentionLoad } from './attention-load.js';
import { turnedUrgent } from './executive-queue.items.js';
import { queueTable, type StoredQueueItem } from './executive-queue.table.js';
import type { Entry } from './store/projection.js';
import type { TemporalRows } from './store/temporal-rows.js';
import type { WorkingSet } from './store/working-set.js';

/** The items of the queues that a batch touches. Each change of one is counted in its holder's load. */
export class QueuedItems {
  readonly #rows: TemporalRows<typeof queueTable>;
  readonly #load: AttentionLoad;
  readonly #workingSet: WorkingSet;
  /** No item becomes urgent before. */
  #soonest = '';

  constructor(workingSet: WorkingSet, load: AttentionLoad) {
    this.#rows = workingSet.temporal(queueTable);
    this.#load = load;
    this.#workingSet = workingSet;
  }

  /** Loads items by id, and those that become urgent until then. */
  async load(ids: Iterable<string>, until: string): Promise<void> {
    await this.#rows.load(ids);
    const due = sql<StoredQueueItem & { readonly from_index: number }>`
      select * from ${sql.table(queueTable.name)} where to_index is null and can_wait = 1 and urgent_from <= ${until}`;
    this.#rows.adopt((await due.execute(this.#workingSet.tx)).rows);
  }

  /** Puts an item in the place of the one there was; null ends it. */
  write(id: string, item: StoredQueueItem | null, index: number): void {
    this.#load.moved(this.#rows.get(id), item, index);
    if (item === null) this.#rows.end(id, index);
    else this.#rows.set(item, index);
    if (item?.can_wait === 1 && item.urgent_from < this.#soonest) this.#soonest = item.urgent_from;
  }

  /** Items become urgent by the log's own time: at the first entry that was recorded when they were. */
  advance({ logTime, index }: Entry): void {
    if (logTime < this.#soonest) return;
    const waiting = this.#rows.all().filter(({ can_wait }) => can_wait === 1);
    for (const item of waiting) if (item.urgent_from <= logTime) this.write(item.id, turnedUrgent(item), index);
    const rest = waiting.filter(({ urgent_from }) => urgent_from > logTime).map(({ urgent_from }) => urgent_from);
    this.#soonest = rest.reduce((soonest, from) => (from < soonest ? from : soonest), NEVER);
  }
}

/** Sorts after every instant. */
const NEVER = '~';
