import { createHash } from 'node:crypto';
import { Engine, SimulatedTime } from '#application';
import { envelopeOf, type EventStore, type ExpectedRevision, type NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { leftToDo } from '../left-to-do.js';
import { planImport, type ImportPlan, type PlanOptions } from '../plan.js';
import { readMapping } from '../read-mapping.js';
import { runImport, type ImportReport } from '../run-import.js';
import { fileOf, parcelBytes } from './csv-text.js';
import { PARCELS, type Parcel } from './parcels.js';

/** The machine's clock of all tests. */
export const TODAY = '2012-01-02T09:00:00.000Z';

/** Thrown by a store that was told to take no more. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** A log and a vault that outlive the engines that work on them. */
export class DataFolderInMemory {
  readonly store = new MemoryEventStore();
  readonly #vault = new MemoryVault();

  /** Imports as the command line does. `cutAfter` appends the power fails. */
  async import(plan: ImportPlan, { cutAfter = Infinity, now = TODAY }: { cutAfter?: number; now?: string } = {}): Promise<ImportReport> {
    const left = await leftToDo(plan, this.store, now);
    const time = new SimulatedTime(plan.history ? left.clock : now);
    const failure = Promise.withResolvers<never>();
    failure.promise.catch(() => undefined);
    const fail = (_part: string, error: unknown): void => failure.reject(error);
    const engine = this.engine(time, { store: cutting(this.store, cutAfter), fail });
    await engine.start();
    try {
      return await Promise.race([runImport(plan, left, { engine, store: this.store, time: plan.history ? time : null }), failure.promise]);
    } finally {
      await engine.stop();
    }
  }

  engine(
    time: SimulatedTime,
    { store = this.store, fail = () => undefined }: { store?: EventStore; fail?: (part: string, error: unknown) => void } = {},
  ): Engine {
    return new Engine({
      store,
      vault: this.#vault,
      secret: Buffer.alloc(32, 1),
      clock: time,
      timers: time,
      ticksByItself: false,
      newKey: (keyId) => createHash('sha256').update(keyId).digest(),
      onFailure: fail,
      onFault: fail,
    });
  }

  async log() {
    return this.store.readFromIndex(0, 100_000);
  }

  async typesOf(prefix: string): Promise<readonly string[]> {
    return (await this.log()).filter(({ stream }) => stream.startsWith(prefix)).map(({ type }) => type);
  }
}

/** A plan for parcels, by the made-up mapping or another. */
export async function planOf(
  parcels: readonly Parcel[],
  { mapping = PARCELS, ...options }: Partial<PlanOptions> & { mapping?: unknown } = {},
) {
  return planImport(fileOf(parcelBytes(parcels)), readMapping(JSON.stringify(mapping)), { history: true, now: TODAY, ...options });
}

function cutting(store: EventStore, after: number): EventStore {
  let appends = 0;
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) => {
    if (appends++ >= after) throw new PowerCut();
    return store.append(stream, expected, events);
  };
  return {
    append,
    readStream: (...given) => store.readStream(...given),
    readAll: (...given) => store.readAll(...given),
    readFromIndex: (...given) => store.readFromIndex(...given),
    subscribe: (...given) => store.subscribe(...given),
    head: () => store.head(),
    close: () => store.close(),
  };
}

/** The log without what is the machine's own: when the import was started. Each stream by itself: between streams the order is free. */
export async function told(folder: DataFolderInMemory) {
  const byStream = new Map<string, unknown[]>();
  for (const event of await folder.log()) {
    const { data, commandHash: _hash, ...envelope } = envelopeOf(event);
    const { startedAt: _startedAt, ...rest } = data;
    byStream.set(event.stream, [...(byStream.get(event.stream) ?? []), { ...envelope, data: rest }]);
  }
  return Object.fromEntries([...byStream].sort(([a], [b]) => (a < b ? -1 : 1)));
}
