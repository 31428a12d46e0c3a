/**
 * What must not cost more because the log grew. The data take minutes and gigabytes to make, so these run when they are named, or with
 * `--at-size`; GRAVITAS_BENCH_DATA names a folder in which they are kept for the next time. Disk, at most: 3 GB for the queue, 11 GB for the
 * appends, 6 GB for the rest. Questions are timed by the processor, which other work on the machine does not move.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { createReadModels } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { unsealPersonal } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { appendsTo, fillLog, openToAppend } from './at-size-append.mjs';
import { makeFolder } from './at-size-folder.mjs';
import { makeIssues } from './at-size-issues.mjs';
import { QUESTIONS } from './at-size-queries.mjs';
import { median, seconds } from './measure.mjs';

const SMALL = 10_000;
const MILLION = 1_000_000;
const SERVER = fileURLToPath(new URL('../dist/apps/server/src/main.js', import.meta.url));
const kept = process.env.GRAVITAS_BENCH_DATA;

const made = new Map();

/** The folder of some data: made once, and removed at the end unless it is to be kept. */
function dataOf(name, make) {
  if (!made.has(name)) made.set(name, folderOf(name, make));
  return made.get(name);
}

async function folderOf(name, make) {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'gravitas-bench-')) : join(kept, name);
  if (kept === undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  else if (existsSync(folder)) return folder;
  // Under another name until it is whole: who is interrupted leaves nothing that is taken for it.
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  await make(part);
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  return folder;
}

function openViews(folder) {
  const database = openSqliteReadModels(join(folder, 'read-models.sqlite'));
  const vault = new MemoryVault();
  return { views: createReadModels(database, (events) => unsealPersonal(vault, events)), close: () => database.close() };
}

/** Log times of entries, by index. */
async function momentsOf(folder, shares) {
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const head = await store.head();
  const moments = [];
  for (const share of shares) {
    const index = Math.floor(head.index * share);
    moments.push({ index, now: (await store.readFromIndex(index, 1))[0].recordedAt });
  }
  await store.close();
  return moments;
}

const ASKED = 30;

/** Seconds of the processor for one question, the median of many: each of another person, or at another moment. */
const askedOf =
  (views, { ask }, moments) =>
  async () => {
    const each = [];
    for (let n = 0; n < ASKED; n++) {
      const before = process.cpuUsage();
      await ask(views, moments[n % moments.length], n);
      const { user, system } = process.cpuUsage(before);
      each.push((user + system) / 1e6);
    }
    return median(each);
  };

const queueAtSize = (question) => ({
  name: `at size: ${question.name} at 1,000,000 issues`,
  atSize: true,
  target: '≤ 2 × its time at 10,000',
  better: 'less',
  goal: 2,
  unit: 'seconds of the processor',
  setUp: async () => {
    const few = await dataOf('issues-10k', (folder) => makeIssues(folder, SMALL));
    const many = await dataOf('issues-1m', (folder) => makeIssues(folder, MILLION));
    const opened = [few, many].map(openViews);
    const [now] = await momentsOf(few, [1]);
    const [small, large] = opened.map(({ views }) => askedOf(views, question, [{ index: null, now: now.now }]));
    return {
      baseline: small,
      measured: large,
      tearDown: async () => {
        for (const { close } of opened) await close();
      },
    };
  },
});

const asOfAtSize = (question) => ({
  name: `at size: as of an entry of 1,000,000: ${question.name}`,
  atSize: true,
  target: '≤ 3 × the same question now',
  better: 'less',
  goal: 3,
  unit: 'seconds of the processor',
  setUp: async () => {
    const folder = await dataOf('events-1m', (into) => makeFolder(into, { events: MILLION }));
    const { views, close } = openViews(folder);
    const [now] = await momentsOf(folder, [1]);
    const then = await momentsOf(folder, [0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999]);
    const measured = askedOf(views, question, then);
    return { baseline: askedOf(views, question, [{ index: null, now: now.now }]), measured, tearDown: close };
  },
});

/** From the start of the process to the line that says that it serves. */
async function startOf(folder) {
  const env = {
    ...process.env,
    GRAVITAS_DATA: folder,
    GRAVITAS_PORT: '0',
    GRAVITAS_LOG_LEVEL: 'error',
    GRAVITAS_RATE_PER_TOKEN: '0',
    GRAVITAS_RATE_PER_ADDRESS: '0',
  };
  let stop = async () => undefined;
  const took = await seconds(async () => {
    const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    stop = () => new Promise((done) => child.once('exit', done).kill('SIGTERM'));
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('ready at')) return;
    throw new Error('the server did not start');
  });
  await stop();
  return took;
}

export const benches = [
  ...QUESTIONS.filter(({ name }) => ['queue page', 'board: open, by due date', 'board: a scope'].includes(name)).map(queueAtSize),
  ...QUESTIONS.map(asOfAtSize),
  {
    name: 'at size: append at 10,000,000 events',
    atSize: true,
    target: '≥ 80% of its rate at 10,000',
    better: 'more',
    goal: 0.8,
    unit: 'events a second',
    rounds: 9,
    setUp: async () => {
      const small = await dataOf('appends-10k', (folder) => fillLog(folder, SMALL));
      const large = await dataOf('appends-10m', (folder) => fillLog(folder, 10 * MILLION));
      const stores = [await openToAppend(small), await openToAppend(large)];
      const [few, many] = stores.map((store) => appendsTo(store, Date.now() % 1_000_000));
      return {
        baseline: async () => (await few()).aSecond,
        measured: async () => (await many()).aSecond,
        tearDown: async () => {
          for (const store of stores) await store.close();
        },
      };
    },
  },
  {
    name: 'at size: start with 1,000,000 events in the log',
    atSize: true,
    target: '≤ 2 × start with an empty one',
    better: 'less',
    goal: 2,
    unit: 'seconds',
    rounds: 7,
    setUp: async () => {
      const full = await dataOf('events-1m', (folder) => makeFolder(folder, { events: MILLION }));
      const empty = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
      return {
        baseline: () => startOf(empty),
        measured: () => startOf(full),
        tearDown: async () => rmSync(empty, { recursive: true, force: true }),
      };
    },
  },
];
