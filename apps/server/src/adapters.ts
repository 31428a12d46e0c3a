import { Engine, systemClock, type Clock, type Snapshots } from '#application';
import { SqliteSnapshots } from '#application/sqlite/sqlite-snapshots';
import { filesOf, makeDataFolder, secretIn, type DataFiles } from '#care';
import type { EventStore } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { createReadModels, type ReadModelDatabase, type ReadModels, type Unseal } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { unsealPersonal, type Vault } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import type { LogPlace, Place } from './config.js';
import { demoIn, type Demo } from './demo/demo-parts.js';
import { Live } from './stream/live.js';
import type { ViewFiles } from './views/view-messages.js';
import { ViewThread } from './views/view-thread.js';

export interface NodeOptions {
  /** The data folder; null: everything in memory. */
  readonly folder: string | null;
  /** Where the log is, if not in the folder. */
  readonly log?: LogPlace | null;
  readonly readModels?: Place | null;
  /** Told of each part that stops for good, and of each fault after which one goes on. */
  readonly onTrouble?: (part: string, error: unknown) => void;
  /** For tests. */
  readonly clock?: Clock;
}

/** All that stands behind the interfaces of one process. */
export interface Node {
  readonly store: EventStore;
  readonly engine: Engine;
  readonly views: ReadModels;
  /** Opens personal texts. */
  readonly unseal: Unseal;
  readonly live: Live;
  readonly clock: Clock;
  /** Keys what is derived and must not be guessed. */
  readonly secret: Uint8Array;
  /** null: a real log. */
  readonly demo: Demo | null;
  close(): Promise<void>;
}

/**
 * Opens log, vault and read models, and starts the engine. Whatever was opened is closed again if something fails.
 * @throws StoreLocked, StoreCorrupt, StoreFailed, VaultFailed
 */
export async function openNode(options: NodeOptions): Promise<Node> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  const keep = <T extends { close(): Promise<void> | void } | null>(one: T): T => {
    opened.push(async () => one?.close());
    return one;
  };
  try {
    const places = placesOf(options);
    const { store, vault } = keep(await openLogAndVault(options));
    const database = keep(openReadModels(places.readModels));
    const unseal: Unseal = (events) => unsealPersonal(vault, events);
    const unthreaded = createReadModels(database, unseal);
    const files = viewFiles(places);
    const views = files === null ? unthreaded : keep(new ViewThread(files)).keep(unthreaded);
    const snapshots = keep(openSnapshots(options));
    const node = await startEngine(options, { store, vault, views, snapshots });
    opened.push(() => node.engine.stop());
    opened.push(async () => node.demo?.clock.stop());
    return { ...node, unseal, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A log, and the keys of its texts. */
export interface LogAndVault {
  readonly store: EventStore;
  readonly vault: Vault;
  close(): Promise<void>;
}

/** Opens log and vault alone. @throws as `openNode` */
export async function openLogAndVault(options: NodeOptions): Promise<LogAndVault> {
  const places = placesOf(options);
  if (options.folder !== null) makeDataFolder(options.folder);
  const store = await openLog(places.log, options.folder);
  try {
    const vault = await openVault(places.vault);
    const close = async (): Promise<void> => {
      await vault.close();
      await store.close();
    };
    return { store, vault, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Stores {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly views: ReadModels;
  readonly snapshots: Snapshots | null;
}

async function startEngine(
  { folder, onTrouble = () => undefined, clock: given }: NodeOptions,
  { store, vault, views, snapshots }: Stores,
): Promise<Omit<Node, 'close' | 'unseal'>> {
  const demo = await demoIn(store);
  const clock = given ?? demo?.clock ?? systemClock;
  const live = new Live(store, (position) => engine.waitFor(views.subscriber.name, position));
  const secret = demo?.secret ?? secretIn(folder, (await store.head()) === null);
  const engine: Engine = new Engine({
    store,
    vault,
    secret,
    clock,
    subscribers: [views.subscriber, live, ...(demo === null ? [] : [demo.clock])],
    onFailure: onTrouble,
    onFault: onTrouble,
    ...(snapshots === null ? {} : { snapshots }),
    ...(demo === null ? {} : { newKey: demo.newKey, ticksByItself: false }),
  });
  await engine.start();
  demo?.clock.drive(engine);
  return { store, engine, views, live, clock, secret, demo };
}

const MEMORY: Place = { kind: 'memory' };

function placesOf({ folder, log, readModels }: NodeOptions): Record<'vault' | 'readModels', Place> & { readonly log: LogPlace } {
  const inFolder = (what: keyof DataFiles): Place => (folder === null ? MEMORY : { kind: 'sqlite', file: filesOf(folder)[what] });
  const logPlace = log ?? inFolder('log');
  // Keys of a log that is gone tomorrow would open nothing.
  return {
    log: logPlace,
    vault: logPlace.kind === 'memory' ? MEMORY : inFolder('vault'),
    readModels: readModels ?? inFolder('readModels'),
  };
}

/** What the thread of the views reads and writes; null: it could not reach it, and they are kept on the main loop. */
function viewFiles({ log, vault, readModels }: ReturnType<typeof placesOf>): ViewFiles | null {
  if (log.kind !== 'sqlite' || vault.kind !== 'sqlite' || readModels.kind !== 'sqlite') return null;
  return { log: log.file, vault: vault.file, readModels: readModels.file };
}

async function openLog(place: LogPlace, folder: string | null): Promise<EventStore> {
  if (place.kind === 'kurrentdb') {
    const { KurrentDbEventStore } = await import('#event-store/kurrentdb/kurrentdb-event-store'); // it brings a native library
    return KurrentDbEventStore.open({ ...place, folder });
  }
  return place.kind === 'memory' ? new MemoryEventStore({ random: Math.random }) : SqliteEventStore.open({ file: place.file });
}

async function openVault(place: Place): Promise<Vault> {
  return place.kind === 'memory' ? new MemoryVault() : SqliteVault.open(place.file);
}

/** Of a log in memory nothing is left that a stored state could go on from. */
function openSnapshots({ folder, log }: NodeOptions): Snapshots | null {
  return folder === null || log?.kind === 'memory' ? null : new SqliteSnapshots(filesOf(folder).snapshots);
}

function openReadModels(place: Place): ReadModelDatabase {
  return openSqliteReadModels(place.kind === 'memory' ? ':memory:' : place.file);
}
