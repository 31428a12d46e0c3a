import { loadTable, spentTable, type StoredLoad, type StoredQueueItem } from './executive-queue.table.js';
import type { KeyedRows } from './store/keyed-rows.js';
import type { Entry } from './store/projection.js';
import type { TemporalRows } from './store/temporal-rows.js';
import type { WorkingSet } from './store/working-set.js';

/** Keeps each leader's counts as their items come, change and go, and the minutes that they spent. */
export class AttentionLoad {
  readonly #loads: TemporalRows<typeof loadTable>;
  readonly #spent: KeyedRows<typeof spentTable>;

  constructor(workingSet: WorkingSet) {
    this.#loads = workingSet.temporal(loadTable);
    this.#spent = workingSet.keyed(spentTable);
  }

  async load(): Promise<void> {
    await this.#loads.loadAll();
  }

  /** One item is another than before (null: it was not, or is not any more). */
  moved(before: StoredQueueItem | null, after: StoredQueueItem | null, index: number): void {
    for (const person of new Set([before?.holder, after?.holder])) {
      if (person === undefined) continue;
      let load = this.#loads.get(person) ?? { ...NOTHING, person };
      if (before?.holder === person) load = plus(load, before, -1);
      if (after?.holder === person) load = plus(load, after, 1);
      this.#loads.set(load, index);
    }
  }

  spend(entry: Entry, person: string, minutes: number): void {
    const id = `${entry.stream}@${entry.revision}`;
    this.#spent.set({ id, person, at: entry.logTime, spent_index: entry.index, minutes });
  }
}

function plus(load: StoredLoad, item: StoredQueueItem, sign: 1 | -1): StoredLoad {
  const waits = item.shelf === 'waiting' ? sign : 0;
  return {
    person: load.person,
    waiting: load.waiting + waits,
    snoozed: load.snoozed + sign - waits,
    call_sheets: load.call_sheets + (item.kind === 'call_sheet' ? sign : 0),
    urgent: load.urgent + (item.can_wait === 0 ? waits : 0),
    in_hand: load.in_hand + sign * item.in_hand,
    minutes_waiting: load.minutes_waiting + waits * item.minutes,
    minutes_open: load.minutes_open + (item.kind === 'escalation' ? sign * item.minutes : 0),
  };
}

const NOTHING: Omit<StoredLoad, 'person'> = {
  waiting: 0,
  snoozed: 0,
  call_sheets: 0,
  urgent: 0,
  in_hand: 0,
  minutes_waiting: 0,
  minutes_open: 0,
};
