import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { copyLog, filesOf } from '#care';
import { StoreLocked, type EventStore, type ReadableLog } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { copyLogFile, SqliteLog } from '#event-store/sqlite/sqlite-log';
import { BadInput } from './outcome.js';

/** Where a log is, as an address says it: `sqlite:FILE` or `kurrentdb://…`. */
export type LogPlace = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'kurrentdb'; readonly url: string };

/** @throws BadInput; what it was given is not said again, since it may hold a password */
export function logPlaceOf(address: string): LogPlace {
  const file = /^sqlite:([^\0]+)$/.exec(address)?.[1];
  if (file !== undefined) return { kind: 'sqlite', file: resolve(file) };
  if (/^kurrentdb(\+discover)?:\/\//.test(address)) return { kind: 'kurrentdb', url: address };
  throw new BadInput('the address of a log is sqlite:FILE or kurrentdb://…');
}

/** Where the server of this environment keeps the log of a folder. @throws BadInput */
export function logPlaceIn(folder: string): LogPlace {
  const address = process.env['GRAVITAS_LOG'];
  return address === undefined || address === 'memory:' ? { kind: 'sqlite', file: filesOf(folder).log } : logPlaceOf(address);
}

/** Makes a file of a log as it stands at one moment, beside whoever writes it. */
export async function copyToFile(place: LogPlace, file: string): Promise<void> {
  if (place.kind === 'sqlite') {
    copyLogFile(place.file, file);
    return;
  }
  const workshop = `${file}.copying`;
  mkdirSync(workshop, { mode: 0o700 });
  try {
    const [from, to] = [await openServer(place.url), await SqliteEventStore.open({ file: filesOf(workshop).log })];
    await copyLog({ from, to, appendsAtOnce: 256 }).finally(() => Promise.all([from.close(), to.close()]));
    copyLogFile(filesOf(workshop).log, file); // in one file, without what a writer keeps beside it
  } finally {
    rmSync(workshop, { recursive: true });
  }
}

/** A log to read from, and whether somebody may be writing to it. */
export interface Source {
  readonly log: ReadableLog;
  /** Somebody has it open, or it is on a server, where others may. */
  readonly inUse: boolean;
}

/** Opens a log to read it; where nobody has it, so that nobody can write to it meanwhile. @throws BadInput there is none */
export async function openSource(place: LogPlace): Promise<Source> {
  if (place.kind === 'kurrentdb') return { log: await openServer(place.url), inUse: true };
  if (!existsSync(place.file)) throw new BadInput(`${place.file} is not there`);
  try {
    return { log: await SqliteEventStore.open({ file: place.file }), inUse: false };
  } catch (error) {
    if (!(error instanceof StoreLocked)) throw error;
    return { log: SqliteLog.open(place.file), inUse: true };
  }
}

/** Opens a log beside whoever writes it. @throws BadInput there is none */
export async function openBeside(place: LogPlace): Promise<ReadableLog> {
  if (place.kind === 'kurrentdb') return openServer(place.url);
  if (!existsSync(place.file)) throw new BadInput(`${place.file} is not there`);
  return SqliteLog.open(place.file);
}

/** Opens a log to write to it, or makes it; and how many appends it keeps in order when they are given at once. */
export async function openTarget(place: LogPlace): Promise<{ readonly store: EventStore; readonly appendsAtOnce: number }> {
  if (place.kind === 'kurrentdb') return { store: await openServer(place.url), appendsAtOnce: 1 };
  mkdirSync(dirname(place.file), { recursive: true, mode: 0o700 });
  return { store: await SqliteEventStore.open({ file: place.file }), appendsAtOnce: 256 };
}

async function openServer(url: string): Promise<EventStore> {
  const { KurrentDbEventStore } = await import('#event-store/kurrentdb/kurrentdb-event-store'); // it brings a native library
  return KurrentDbEventStore.open({ url, namespace: process.env['GRAVITAS_LOG_NAMESPACE'] ?? 'gravitas', folder: null });
}
