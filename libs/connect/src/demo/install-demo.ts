import { Engine, SimulatedTime } from '#application';
import type { EventStore, RecordedEvent } from '#event-store';
import type { DataKey, Vault } from '#vault';
import { buildDemo, type DemoParts, type DemoReport } from './build-demo.js';
import { demoKeys, demoSecret } from './demo-tokens.js';
import { demoIdOf } from './stage.js';
import { BEGINS } from './story-time.js';

/** A log and the keys of its texts. */
export interface LogAndVault {
  readonly store: EventStore;
  readonly vault: Vault;
}

export interface DemoInstallation extends Pick<DemoParts, 'seed' | 'volumePercent' | 'progress'> {
  /** Empty, in memory, and thrown away afterwards. */
  readonly workshop: LogAndVault;
  /** Where the demo is to be. */
  readonly into: LogAndVault;
  /** How many appends the log keeps in order when they are given at once; one, where a network lies between. */
  readonly appendsAtOnce?: number;
}

/** The log that the demo was to be written into holds something else. */
export class NotTheDemosLog extends Error {
  override readonly name = 'NotTheDemosLog';
  constructor(index: number) {
    super(`entry ${index} of the log is not the demo's`);
  }
}

const PAGE_EVENTS = 256;
const PAGE_KEYS = 1_000;

/**
 * Plays the story in memory, then writes it down: many times faster than waiting for the disk at each command, and in one order on every
 * machine, however many threads the log has. Broken off, it goes on where it stopped when it is started again.
 * @throws NotTheDemosLog before anything is written; and what the adapters throw
 */
export async function installDemo({ workshop, into, appendsAtOnce = PAGE_EVENTS, ...parts }: DemoInstallation): Promise<DemoReport> {
  const keys: DataKey[] = [];
  const report = await playIn({ store: workshop.store, vault: noting(workshop.vault, keys) }, parts);
  const there = await entriesThere(workshop.store, into.store);
  // Keys are durable before the text that they open.
  for (let at = 0; at < keys.length; at += PAGE_KEYS) await into.vault.putKeys(keys.slice(at, at + PAGE_KEYS));
  for (let at = there; at < report.events; at += appendsAtOnce)
    await append(await workshop.store.readFromIndex(at, appendsAtOnce), into.store);
  return report;
}

async function playIn({ store, vault }: LogAndVault, parts: Pick<DemoParts, 'seed' | 'volumePercent' | 'progress'>): Promise<DemoReport> {
  const time = new SimulatedTime(BEGINS);
  const faults: unknown[] = [];
  const engine = new Engine({
    store,
    vault,
    secret: demoSecret(parts.seed),
    newKey: demoKeys(parts.seed),
    newId: refuseChance,
    origin: demoIdOf(parts.seed),
    clock: time,
    timers: time,
    ticksByItself: false,
    onFault: (_part, error) => faults.push(error),
  });
  await engine.start();
  try {
    const report = await buildDemo({ ...parts, engine, time, store });
    if (faults.length > 0) throw new AggregateError(faults, 'the router or the timekeeper was refused something');
    return report;
  } finally {
    await engine.stop();
  }
}

function refuseChance(): never {
  throw new Error('every id of the demo follows from its seed');
}

/** The same vault; what is put into it is noted too. */
function noting(vault: Vault, keys: DataKey[]): Vault {
  return {
    putKeys: async (wanted) => {
      keys.push(...wanted);
      return vault.putKeys(wanted);
    },
    getKeys: (keyIds) => vault.getKeys(keyIds),
    deleteKeys: (keyIds) => vault.deleteKeys(keyIds),
    erasedKeys: (keyIds) => vault.erasedKeys(keyIds),
    keysOfSubject: (subject) => vault.keysOfSubject(subject),
    close: () => vault.close(),
  };
}

/** How many entries of the demo the log has already. @throws NotTheDemosLog it has others */
async function entriesThere(demo: EventStore, log: EventStore): Promise<number> {
  const count = ((await log.head())?.index ?? -1) + 1;
  for (let at = 0; at < count; at += PAGE_EVENTS) {
    const [wanted, found] = await Promise.all([demo, log].map((store) => store.readFromIndex(at, PAGE_EVENTS)));
    found?.forEach(({ id, index }) => {
      if (wanted?.[index - at]?.id !== id) throw new NotTheDemosLog(index);
    });
  }
  return count;
}

/** One append for each event, all under way at once: the log takes them in their order, and commits them together. */
async function append(events: readonly RecordedEvent[], store: EventStore): Promise<void> {
  const appended = await Promise.all(
    events.map(({ stream, revision, position: _position, index: _index, ...event }) =>
      store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event]),
    ),
  );
  appended.forEach((result, at) => {
    const { index } = events[at] as RecordedEvent;
    if (result.events[0]?.index !== index) throw new NotTheDemosLog(index);
  });
}
