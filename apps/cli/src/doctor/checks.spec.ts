import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { RecordedEvent } from '#event-store';
import { viewVersions } from '#read-models';
import { examine } from './finding.js';
import { clock, head, type LogReport } from './log-checks.js';
import { freeDisk, permissions } from './machine-checks.js';
import { views } from './view-checks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (recordedAt: string | null, isDemo = false): LogReport => {
  const last = recordedAt === null ? null : ({ index: 6, stream: 'issue-1', revision: 2, recordedAt } as RecordedEvent);
  return { events: last === null ? 0 : 7, last, claim: null, isDemo, texts: { open: 0, erased: 0, sealed: 0, firstSealedIndex: null } };
};

describe('the clock', () => {
  it.each([
    ['an empty log', report(null), 'ok'],
    ['an entry of the past', report('2020-01-01T00:00:00.000Z'), 'ok'],
    ['an entry of the future', report('2999-01-01T00:00:00.000Z'), 'warn'],
    ['a demo of the future', report('2999-01-01T00:00:00.000Z', true), 'ok'],
  ])('beside %s', (_what, one, status) => {
    expect(clock(one)).toMatchObject({ check: 'clock', status });
  });
});

it('the head of a log is told by its place', () => {
  expect(head(report('2020-01-01T00:00:00.000Z')).says).toBe('7 entries, the last issue-1@2 of 2020-01-01T00:00:00.000Z');
  expect(head(report(null)).says).toBe('the log is empty');
});

describe('the views', () => {
  const stored = (version: number, nextIndex: number): string => {
    const file = join(folder, 'read-models.sqlite');
    const db = new Database(file);
    db.exec('CREATE TABLE projection (name TEXT, version INTEGER, next_index INTEGER)');
    for (const [name, own] of viewVersions) db.prepare('INSERT INTO projection VALUES (?, ?, ?)').run(name, own + version, nextIndex);
    db.close();
    return file;
  };
  const statuses = (file: string, events: number) => views(file, events).map(({ check, status }) => `${check} ${status}`);

  it('of this version, at the end of the log, are well', () => {
    expect(statuses(stored(0, 500), 500)).toEqual(['view versions ok', 'view lag ok']);
  });

  it('of another version are named, and those far behind too', () => {
    expect(statuses(stored(1, 0), 5_000)).toEqual(['view versions warn', 'view lag warn']);
  });

  it('that are not there yet are no trouble', () => {
    expect(statuses(join(folder, 'none.sqlite'), 5_000)).toEqual(['views ok']);
    new Database(join(folder, 'empty.sqlite')).close();
    expect(statuses(join(folder, 'empty.sqlite'), 5_000)).toEqual(['views ok']);
  });
});

it('a folder of its own on a disk with room is well', () => {
  expect(permissions(folder)).toMatchObject([{ status: 'ok' }]);
  expect(freeDisk(folder).says).toMatch(/^\d+ MiB free$/);
});

it('a check that fails is a finding, and the others go on', async () => {
  const broken = await examine('log', 'restore it', () => {
    throw new Error('it is gone');
  });
  expect(broken).toEqual([{ check: 'log', status: 'fail', says: 'it is gone', todo: 'restore it' }]);
});
