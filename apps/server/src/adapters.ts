import { Engine, systemClock, type Clock, type Snapshots } from '#application';
import { SqliteSnapshots } from '#application/sqlite/sqlite-snapshots';
import { filesOf, makeDataFolder, secretIn, type DataFiles } from '#care';
import type { EventStore } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { SqliteEventStore, type SqliteEventStoreOptions } from '#event-store/sqlite/sqlite-event-store';
import { createReadModels, type ReadModelDatabase, type ReadModels, type Unseal } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { unsealPersonal, type Vault } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import type { DatabasePlace, LogPlace, Place, ProcessRole } from './config.js';
import { demoIn, type Demo } from './demo/demo-parts.js';
import { CaseTimes } from './metrics/case-times.js';
import { Metrics } from './metrics/metrics.js';
import { openSharedViews, type SharedViews } from './shared-views.js';
import { Live } from './stream/live.js';
import type { Tracing } from './telemetry/tracing.js';
import type { ViewFiles } from './views/view-messages.js';
import { ViewThread } from './views/view-thread.js';

export interface NodeOptions {
  /** The data folder; null: everything in memory. */
  readonly folder: string | null;
  /** Where the log is, if not in the folder. */
  readonly log?: LogPlace | null;
  readonly readModels?: DatabasePlace | null;
  readonly vault?: DatabasePlace | null;
  readonly role?: ProcessRole;
  readonly leaseMilliseconds?: number;
  /** Told of each part that stops for good, and of each fault after which one goes on. */
  readonly onTrouble?: (part: string, error: unknown) => void;
  /** null: nothing is traced. */
  readonly tracing?: Tracing | null;
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
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
  readonly clock: Clock;
  /** Keys what is derived and must not be guessed. */
  readonly secret: Uint8Array;
  /** null: a real log. */
  readonly demo: Demo | null;
  readonly role: ProcessRole;
  /** Resolves when another process does what this one did alone: it must be closed, and may be opened again to stand by. */
  readonly over: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens log, vault and read models, and starts the engine. Whatever was opened is closed again if something fails.
 * @throws StoreLocked, StoreCorrupt, StoreFailed, VaultFailed
 */
export async function openNode(options: NodeOptions): Promise<Node> {
  const opened: (() => Promise<void>)[] = [];
  let closing = false;
  const onTrouble = (part: string, error: unknown): void => {
    if (!closing) options.onTrouble?.(part, error); // what stops then was stopped
  };
  const close = async (): Promise<void> => {
    closing = true;
    for (const one of opened.splice(0).reverse()) await one();
  };
  const keep = <T extends { close(): Promise<void> | void } | null>(one: T): T => {
    opened.push(async () => one?.close());
    return one;
  };
  try {
    const places = placesOf(options);
    const metrics = keep(new Metrics());
    const { tracing = null } = options;
    const { store: log, vault } = keep(await openLogAndVault({ ...options, onCommit: (appends) => metrics.committed(appends) }));
    const store = tracing?.store(log) ?? log;
    const shared = places.readModels.kind === 'postgres' ? keep(await openShared(places.readModels.url, options)) : null;
    const database = shared?.database ?? keep(openReadModels(places.readModels as Place));
    const unseal: Unseal = (events) => unsealPersonal(vault, events);
    const unthreaded = createReadModels(database, unseal);
    const files = viewFiles(places);
    const views = files === null ? unthreaded : keep(new ViewThread(files)).keep(unthreaded);
    const snapshots = keep(openSnapshots(options));
    opened.push(async () => shared?.stop());
    const node = await startEngine({ ...options, onTrouble }, { store, vault, views, shared, snapshots, metrics, tracing });
    opened.push(async () => {
      const stopped = node.engine.stop();
      shared?.stop();
      await stopped;
    });
    opened.push(async () => node.demo?.clock.stop());
    const { role = 'all' } = options;
    return { ...node, unseal, role, over: shared?.over ?? FOR_EVER, close };
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
export async function openLogAndVault(options: NodeOptions & Pick<SqliteEventStoreOptions, 'onCommit'>): Promise<LogAndVault> {
  const places = placesOf(options);
  if (options.folder !== null) makeDataFolder(options.folder);
  const store = await openLog(places.log, options);
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
  /** null: nobody else writes them. */
  readonly shared: SharedViews | null;
  readonly snapshots: Snapshots | null;
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
}

async function startEngine(
  { folder, onTrouble = () => undefined, clock: given, role = 'all' }: NodeOptions,
  { store, vault, views, shared, snapshots, metrics, tracing }: Stores,
): Promise<Omit<Node, 'close' | 'unseal' | 'role' | 'over'>> {
  const demo = await demoIn(store);
  if (demo !== null && role !== 'all') throw new DemoIsAlone();
  const clock = given ?? demo?.clock ?? systemClock;
  const live = new Live(store, (position) => engine.waitFor(views.subscriber.name, position));
  const isNew = (await store.head()) === null;
  const secret = demo?.secret ?? (await vault.secret?.(() => secretIn(folder, isNew))) ?? secretIn(folder, isNew);
  const { subscribers, ...part } = shared?.begin(views) ?? { subscribers: [views.subscriber] };
  const engine: Engine = new Engine({
    store,
    vault,
    secret,
    clock,
    ...part,
    observe: tracing === null ? metrics.observe : (command, work) => tracing.observe(command, () => metrics.observe(command, work)),
    subscribers: [
      ...subscribers.map((one) => tracing?.subscriber(one) ?? one),
      live,
      new CaseTimes(store, metrics),
      ...(demo === null ? [] : [demo.clock]),
    ],
    onFailure: onTrouble,
    onFault: onTrouble,
    ...(snapshots === null ? {} : { snapshots }),
    ...(demo === null ? {} : { newKey: demo.newKey, ticksByItself: false }),
  });
  await engine.start();
  demo?.clock.drive(engine);
  return { store, engine, views, live, metrics, tracing, clock, secret, demo };
}

const MEMORY: Place = { kind: 'memory' };
const FOR_EVER = new Promise<void>(() => undefined);
const LEASE_MILLISECONDS = 10_000;

/** The clock of a demo is moved by hand, in one process. */
class DemoIsAlone extends Error {
  override readonly name = 'DemoIsAlone';
  readonly retry = false;

  constructor() {
    super('the log is that of a demo, which runs in one process: GRAVITAS_ROLE must be all');
  }
}

async function openShared(url: string, { role = 'all', leaseMilliseconds = LEASE_MILLISECONDS }: NodeOptions): Promise<SharedViews> {
  return openSharedViews(url, role, leaseMilliseconds);
}

function placesOf({
  folder,
  log,
  readModels,
  vault,
}: NodeOptions): Record<'vault' | 'readModels', DatabasePlace> & { readonly log: LogPlace } {
  const inFolder = (what: keyof DataFiles): Place => (folder === null ? MEMORY : { kind: 'sqlite', file: filesOf(folder)[what] });
  const logPlace = log ?? inFolder('log');
  // Keys of a log that is gone tomorrow would open nothing.
  return {
    log: logPlace,
    vault: logPlace.kind === 'memory' ? MEMORY : (vault ?? inFolder('vault')),
    readModels: readModels ?? inFolder('readModels'),
  };
}

/** What the thread of the views reads and writes; null: it could not reach it, and they are kept on the main loop. */
function viewFiles({ log, vault, readModels }: ReturnType<typeof placesOf>): ViewFiles | null {
  if (log.kind !== 'sqlite' || vault.kind !== 'sqlite' || readModels.kind !== 'sqlite') return null;
  return { log: log.file, vault: vault.file, readModels: readModels.file };
}

async function openLog(place: LogPlace, { folder, onCommit }: Parameters<typeof openLogAndVault>[0]): Promise<EventStore> {
  if (place.kind === 'kurrentdb') {
    const { KurrentDbEventStore } = await import('#event-store/kurrentdb/kurrentdb-event-store'); // it brings a native library
    return KurrentDbEventStore.open({ ...place, folder });
  }
  if (place.kind === 'memory') return new MemoryEventStore({ random: Math.random });
  return SqliteEventStore.open({ file: place.file, ...(onCommit === undefined ? {} : { onCommit }) });
}

async function openVault(place: DatabasePlace): Promise<Vault> {
  if (place.kind === 'postgres') {
    const { PostgresVault } = await import('#vault/postgres/postgres-vault');
    return PostgresVault.open(place.url);
  }
  return place.kind === 'memory' ? new MemoryVault() : SqliteVault.open(place.file);
}

/** Of a log in memory nothing is left that a stored state could go on from. */
function openSnapshots({ folder, log }: NodeOptions): Snapshots | null {
  return folder === null || log?.kind === 'memory' ? null : new SqliteSnapshots(filesOf(folder).snapshots);
}

function openReadModels(place: Place): ReadModelDatabase {
  return openSqliteReadModels(place.kind === 'memory' ? ':memory:' : place.file);
}
