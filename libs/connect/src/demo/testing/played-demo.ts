import { createHash } from 'node:crypto';
import { Engine, SimulatedTime } from '#application';
import type { DomainEvent } from '#domain';
import { leafBytes, type EventStore, type RecordedEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { buildDemo, DEMO_SEED, type DemoReport } from '../build-demo.js';
import { demoKeys, demoSecret } from '../demo-tokens.js';
import type { LogAndVault } from '../install-demo.js';
import { BEGINS } from '../story-time.js';

export type DemoEvent = RecordedEvent & DomainEvent;
type EventOf<T extends DomainEvent['type']> = RecordedEvent & Extract<DomainEvent, { readonly type: T }>;

/** `gaps` in [0, 1): other positions, which nothing may come from. */
export const inMemory = (gaps = 0.5): LogAndVault => ({ store: new MemoryEventStore({ random: () => gaps }), vault: new MemoryVault() });

/** A demo whose engine goes on, as the server's does. */
export class PlayedDemo {
  readonly faults: unknown[] = [];
  readonly store = new MemoryEventStore();
  readonly vault = new MemoryVault();
  readonly time = new SimulatedTime(BEGINS);
  readonly engine: Engine;
  report!: DemoReport;
  log!: readonly DemoEvent[];

  constructor() {
    const { store, vault, time } = this;
    const seeded = { secret: demoSecret(DEMO_SEED), newKey: demoKeys(DEMO_SEED) };
    const noted = (_part: string, error: unknown) => this.faults.push(error);
    this.engine = new Engine({
      store,
      vault,
      ...seeded,
      clock: time,
      timers: time,
      ticksByItself: false,
      onFailure: noted,
      onFault: noted,
    });
  }

  async play(): Promise<void> {
    const { engine, store, time } = this;
    await engine.start();
    this.report = await buildDemo({ engine, store, time, seed: DEMO_SEED });
    this.log = await eventsOf(store);
  }

  of<T extends DomainEvent['type']>(type: T): readonly EventOf<T>[] {
    return this.log.filter((event): event is EventOf<T> => event.type === type);
  }
}

export async function eventsOf(store: EventStore): Promise<readonly DemoEvent[]> {
  return (await store.readFromIndex(0, Number.MAX_SAFE_INTEGER)) as readonly DemoEvent[];
}

/** SHA-256 over the bytes of all leaves, in log order. */
export async function hashOfLog(store: EventStore): Promise<string> {
  const hash = createHash('sha256');
  for (const event of await eventsOf(store)) hash.update(leafBytes(event));
  return hash.digest('hex');
}
