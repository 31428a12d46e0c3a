/** The log on SQLite: 64 callers through the port, against the bare driver at the same group size. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#ledger';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { bareAppend } from './baseline/bare-append.mjs';
import { newEvent } from './events.mjs';
import { seconds } from './measure.mjs';

const CALLERS = 64;
const EVENTS = 12_800;

/** Each round on a new file, so that both sides start alike. */
const onNewFile = (work) => async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
  try {
    return await work(join(folder, 'events.sqlite'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function throughPort(file) {
  const store = await SqliteEventStore.open({ file });
  let next = 0;
  const caller = async () => {
    for (let n = next++; n < EVENTS; n = next++) await store.append(`issue-${n}`, 'noStream', [newEvent(n)]);
  };
  const took = await seconds(() => Promise.all(Array.from({ length: CALLERS }, caller)));
  await store.close();
  return EVENTS / took;
}

async function bare(file) {
  const { commit, close } = bareAppend(file);
  const rows = Array.from({ length: EVENTS }, (_, n) => ({
    stream: `issue-${n}`,
    tail: (n * 2_654_435_761) % 4_294_967_296,
    body: canonicalJson({ ...newEvent(n), stream: `issue-${n}`, revision: 0 }),
  }));
  const took = await seconds(() => {
    for (let at = 0; at < EVENTS; at += CALLERS) commit(rows.slice(at, at + CALLERS));
  });
  close();
  return EVENTS / took;
}

export const benches = [
  {
    name: 'group commit through the port, 64 callers',
    target: '≥ 75% of the bare driver in one thread',
    better: 'more',
    goal: 0.75,
    unit: 'events a second',
    setUp: async () => ({ baseline: onNewFile(bare), measured: onNewFile(throughPort) }),
  },
];
