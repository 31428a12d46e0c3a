/**
 * A log of any length for appends: the file's own schema, filled by the database itself, five events to a stream and one name in five at
 * random, as escalations have them. Bodies are of the size of a filed issue; nobody reads them.
 */
import { join } from 'node:path';
import { v5, v7 } from 'uuid';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { openLog } from '#event-store/sqlite/log-file';

const EVENTS_A_STREAM = 5;
const CALLERS = 64;
const ROUND_EVENTS = 6_400;
const NAMES = '4a3e0b5e-6c0e-5b0a-9d51-7a5f6d2c8e11';

export function newEvent(n) {
  return {
    id: v7(),
    type: 'IssueFiled',
    schema: 1,
    recordedAt: '2026-11-23T09:00:00.000Z',
    actor: 'dana',
    auth: { method: 'token', id: 'b1f0f1b2-8a5e-7cc1-9a51-0f0f5d2c8e11' },
    correlationId: '01a208f2-74cb-7602-9393-ced5cfbb4b65',
    causationId: '01a208f2-74cb-7602-9393-ced5cfbb4b65',
    commandHash: 'f16a136136691a98c1dcf8fcd64031bf417e8052457e4d07df4eb92ea2c944b0',
    data: { programme: 'devices', kind: 'late', site: 'moss-ridge', partner: 'northline', units: n, text: 'x'.repeat(400), serials: [] },
  };
}

/** 1.0 GB for each million events. */
export function fillLog(folder, events, onProgress = () => undefined) {
  const file = join(folder, 'events.sqlite');
  const db = openLog({ file, durability: 'off', maxBytes: null });
  const before = JSON.stringify({ ...newEvent(1), stream: '' }).slice(0, -'"}'.length);
  db.pragma('cache_size = -1000000');
  const streams = Math.ceil(events / EVENTS_A_STREAM);
  // The newest events are looked up by the stream that they name, so the last streams have their plain names.
  const name = `CASE WHEN n % 5 = 0 AND n < ${streams - 100} THEN 'escalation-' || lower(hex(randomblob(16))) ELSE 'issue-' || printf('%016x', n) END`;
  const numbers = 'WITH RECURSIVE numbers(n) AS (SELECT CAST(? AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)';
  const addStreams = db.prepare(`${numbers} INSERT INTO streams (name, id) SELECT ${name}, n + 1 FROM numbers`);
  const addEvents = db.prepare(
    `${numbers} INSERT INTO events (position, stream, revision, id_tail, body)
     SELECT n + 1, n / ${EVENTS_A_STREAM} + 1, n % ${EVENTS_A_STREAM}, abs(random()) % 4294967296,
       ? || 'issue-' || printf('%016x', n / ${EVENTS_A_STREAM}) || '","revision":' || (n % ${EVENTS_A_STREAM}) || '}' FROM numbers`,
  );
  const chunk = 200_000;
  for (let at = 0; at < streams; at += chunk) addStreams.run(at, Math.min(streams, at + chunk));
  for (let at = 0; at < events; at += chunk) {
    addEvents.run(at, Math.min(events, at + chunk), before);
    onProgress(at);
  }
  db.close();
}

/** Appends of 64 callers to new streams, one in five of which has a name at random; events a second, and of processor time. */
export function appendsTo(store, salt) {
  let next = 0;
  return async () => {
    const end = next + ROUND_EVENTS;
    const caller = async () => {
      for (let n = next++; n < end; n = next++) {
        const name = v5(`${salt} ${n}`, NAMES);
        await store.append(n % 5 === 0 ? `escalation-${name}` : `issue-z${salt}${n.toString(16).padStart(12, '0')}`, 'noStream', [
          newEvent(n),
        ]);
      }
    };
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await Promise.all(Array.from({ length: CALLERS }, caller));
    const { user, system } = process.cpuUsage(cpu);
    next = end;
    return { aSecond: ROUND_EVENTS / ((performance.now() - wall) / 1000), aProcessorSecond: ROUND_EVENTS / ((user + system) / 1e6) };
  };
}

export const openToAppend = (folder) => SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
