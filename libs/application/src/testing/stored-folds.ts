import { expect } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainEvent, Recorded } from '#domain';
import { step } from '#domain/routing/router-fold';
import { routerStateRows } from '#domain/routing/router-state-rows';
import { initialRouterState, type RouterState } from '#domain/routing/router-state';
import { stories, told } from '#domain/testing/stories';
import type { RecordedEvent } from '#event-store';
import { canonicalJson } from '#ledger';
import { keptRouterState } from '../kept-router-state.js';
import { KeptState } from '../kept-state.js';
import { PastStates } from '../past-states.js';
import type { SnapshotRows } from '../snapshots.js';
import { SqliteSnapshots } from '../sqlite/sqlite-snapshots.js';

/** As a store would give it back. */
export function recorded(events: readonly Recorded<DomainEvent>[]): readonly RecordedEvent[] {
  return events.map((event, index) => {
    const envelope = { schema: 1, auth: { method: 'system', id: 'test' }, correlationId: event.id, causationId: event.id };
    return { ...event, ...envelope, index, position: String(index * 3).padStart(16, '0') } as unknown as RecordedEvent;
  });
}

function storeOf(log: readonly RecordedEvent[]) {
  return { readFromIndex: async (index: number, limit: number) => log.slice(index, index + limit) };
}

/** A process that may die at any moment: from then on nothing of it is stored, and what it had not committed is gone. */
function mortal(rows: SnapshotRows) {
  let alive = true;
  const checked = new Proxy(rows, {
    get(target, name: keyof SnapshotRows) {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (!alive) throw new Error('died');
        return method(...args);
      };
    },
  });
  const dies = (): void => {
    alive = false;
    rows.rollback();
  };
  return { rows: checked, dies };
}

/** A fold in a process, which goes on where the stored one stands; it is stored every so many events. */
export async function started(log: readonly RecordedEvent[], rows: SnapshotRows, eventsBetween = 10) {
  const { state, parts } = keptRouterState();
  const life = mortal(rows);
  const kept = new KeptState(parts, life.rows, storeOf(log), () => undefined, eventsBetween);
  const position = await kept.restore();
  return { state, kept, dies: life.dies, next: position === null ? 0 : log.findIndex((event) => event.position > position) };
}

/** A folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-snapshots-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lives = fc.array(fc.record({ events: fc.integer({ min: 1, max: 30 }), then: fc.constantFrom('on', 'on', 'wait', 'stop', 'die') }), {
  minLength: 1,
  maxLength: 12,
});

/**
 * Folds random stories in a process that is stopped, or dies, at random: in the end it stands, byte by byte, where a fold stands that never
 * was interrupted, and says the same of every entry of the past.
 */
export async function expectFoldsAlike(numRuns: number, eventsBetween: number): Promise<void> {
  await inFolder(async (folder) => {
    const snapshots = new SqliteSnapshots(folder);
    const rows = snapshots.of('router', '') as SnapshotRows;
    const alike = fc.asyncProperty(stories(), lives, fc.nat(), async (story, turns, at) => {
      const log = recorded(told(story, 2).log.events);
      rows.clear();
      const fold = await throughLives(log, rows, turns, eventsBetween);
      const index = at % log.length;
      const past = await new PastStates(storeOf(log), () => rows).at(index);
      const [now, then] = [linesOf(fold.state), linesOf(past)];
      fold.dies();
      expect(now).toEqual(linesOf(foldedTo(log, log.length - 1)));
      expect(then).toEqual(linesOf(foldedTo(log, index)));
    });
    await fc.assert(alike, { numRuns });
    snapshots.close();
  });
}

type Lives = readonly { readonly events: number; readonly then: string }[];

async function throughLives(log: readonly RecordedEvent[], rows: SnapshotRows, turns: Lives, eventsBetween: number) {
  let fold = await started(log, rows, eventsBetween);
  for (let n = 0; fold.next >= 0 && fold.next < log.length; n++) {
    const { events, then } = turns[n % turns.length] as Lives[number];
    const batch = log.slice(fold.next, fold.next + events);
    for (const event of batch) step(fold.state, event as never);
    await fold.kept.folded(batch, batch.at(-1)?.position ?? '');
    fold.next += batch.length;
    if (then === 'wait') await new Promise((resolve) => setImmediate(resolve));
    // Who dies before anything is stored begins from the start each time.
    if ((then !== 'stop' && then !== 'die') || n > 12) continue;
    if (then === 'stop') await fold.kept.stop();
    fold.dies();
    fold = await started(log, rows, eventsBetween);
  }
  return fold;
}

function foldedTo(log: readonly RecordedEvent[], index: number): RouterState {
  const state = initialRouterState();
  for (const event of log.slice(0, index + 1)) step(state, event as never);
  return state;
}

/** The rows of the state hash, and what is not met yet. */
function linesOf(state: RouterState): readonly string[] {
  const rows = [...routerStateRows(ownMaps(state) as RouterState), ...[...state.unmet].sort(([a], [b]) => (a < b ? -1 : 1))];
  return rows.map((row) => canonicalJson(ownMaps(row)));
}

/** Maps and sets that Node has read are not those of the context in which tests run. */
function ownMaps(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ownMaps);
  const entries = isMap(value) ? [...value] : null;
  if (entries !== null) return new Map(entries.map(([key, each]) => [key, ownMaps(each)]));
  if (Object.prototype.toString.call(value) === '[object Set]') return new Set(value as Set<unknown>);
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, ownMaps(each)]));
}

function isMap(value: object): value is Map<unknown, unknown> {
  return Object.prototype.toString.call(value) === '[object Map]';
}
