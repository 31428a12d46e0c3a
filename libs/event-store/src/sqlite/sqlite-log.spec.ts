import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { newEvents } from '../contract/events.js';
import { checkRows } from './log-check.js';
import { SqliteEventStore } from './sqlite-event-store.js';
import { copyLogFile, SqliteLog } from './sqlite-log.js';

let folder: string;
let file: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-log-'));
  [file, copy] = [join(folder, 'events.sqlite'), join(folder, 'copy.sqlite')];
});
afterEach(() => rmSync(folder, { recursive: true }));

function tamper(at: string, sql: string): void {
  const db = new Database(at);
  db.exec(sql);
  db.close();
}

async function makeLog(): Promise<void> {
  const store = await SqliteEventStore.open({ file });
  await store.append('issue-1', 'noStream', newEvents(20));
  await store.append('issue-2', 'noStream', newEvents(10));
  await store.close();
}

describe('a log beside who writes it', () => {
  it('is read as it grows', async () => {
    const store = await SqliteEventStore.open({ file });
    const log = SqliteLog.open(file);
    expect(await log.head()).toBeNull();
    const { events } = await store.append('issue-1', 'noStream', newEvents(3));
    expect(await log.readFromIndex(0, 10)).toEqual(events);
    expect(await log.readAll(null, 2)).toEqual(events.slice(0, 2));
    expect(await log.readStream('issue-1', { fromRevision: 1, limit: 1 })).toEqual([events[1]]);
    expect(await log.head()).toEqual({ position: events[2]?.position, index: 2 });
    await log.close();
    await store.close();
  });

  it('is copied as it stands, and what comes later is not in the copy', async () => {
    const store = await SqliteEventStore.open({ file });
    await store.append('issue-1', 'noStream', newEvents(200));
    copyLogFile(file, copy);
    await store.append('issue-2', 'noStream', newEvents(1));
    const copied = SqliteLog.open(copy);
    expect(await copied.readFromIndex(0, 1000)).toEqual((await store.readFromIndex(0, 1000)).slice(0, 200));
    expect(checkRows(copy)).toEqual([]);
    await copied.close();
    await store.close();
    const opened = await SqliteEventStore.open({ file: copy });
    expect(await opened.append('issue-3', 'noStream', newEvents(1))).toMatchObject({ events: [{ index: 200 }] });
    await opened.close();
  });

  it('of a newer version is refused by everybody, and left as it is', async () => {
    await makeLog();
    tamper(file, 'PRAGMA user_version = 2');
    const before = readFileSync(file);
    await expect(SqliteEventStore.open({ file })).rejects.toMatchObject({ name: 'StoreTooNew', retry: false });
    expect(() => SqliteLog.open(file)).toThrow(/written by a newer version of Gravitas: start that version or a later one$/);
    expect(() => copyLogFile(file, copy)).toThrow(expect.objectContaining({ name: 'StoreTooNew' }));
    expect(readFileSync(file)).toEqual(before);
  });
});

describe('the check of every row', () => {
  it.each([
    [
      'an old event says another revision',
      `UPDATE events SET body = replace(body, '"revision":3,', '"revision":4,') WHERE position = 4`,
      3,
    ],
    ['one says another stream', `UPDATE events SET body = replace(body, 'issue-1', 'issue-2') WHERE position = 5`, 4],
    ['one cannot be parsed', 'UPDATE events SET body = substr(body, 1, 50) WHERE position = 6', 5],
    ['one is spelled otherwise', `UPDATE events SET body = ' ' || body WHERE position = 7`, 6],
  ])('finds that %s', async (_name, sql, index) => {
    await makeLog();
    tamper(file, sql);
    expect(checkRows(file)).toEqual([`the event at index ${String(index)} is not what its row says`]);
  });

  it('finds what is missing first', async () => {
    await makeLog();
    tamper(file, 'DELETE FROM events WHERE position = 20');
    expect(checkRows(file)).toContain('29 events, but the last has index 29');
  });
});
