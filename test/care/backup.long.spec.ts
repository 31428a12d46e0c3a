import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replay } from '#application';
import { compareLogs, filesOf } from '#care';
import { sqliteFiles } from '#care/testing/data-folders';
import { someEvent } from '#care/testing/some-log';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { gravitas, startRealServer } from '../faults/real-server.js';

/** Backup and restore by the command line, of a server that runs. */
const root = mkdtempSync(join(tmpdir(), 'gravitas-care-'));
const demo = join(root, 'demo');
const passphrase = join(root, 'passphrase');
beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', demo, '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  writeFileSync(passphrase, 'correct horse battery\n');
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

/** What a command answers as JSON. */
async function answer(...args: readonly string[]) {
  const { code, out, err } = await gravitas({}, ...args, '--json');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${err}`);
  return JSON.parse(out) as { log: { events: number; hash: string }; texts: { open: number; sealed: number }; secret: string };
}

const tokenOf = async (card: string): Promise<string> => {
  const { out } = await gravitas({}, 'demo', '--tokens', '--json');
  return (JSON.parse(out) as { card: string; token: string }[]).find((one) => one.card === card)?.token as string;
};

/** The titles on the first page of the board, as a server on a folder tells them. */
async function titlesIn(folder: string): Promise<unknown[]> {
  const server = await startRealServer(folder);
  const headers = { authorization: `Bearer ${await tokenOf('auditor')}` };
  const page = (await (await fetch(`${server.url}/api/v1/issues`, { headers })).json()) as { items: { title: unknown }[] };
  await server.stop();
  return page.items.map(({ title }) => title);
}

describe('the demo, backed up while its server runs', () => {
  const backup = join(root, 'backup');
  const sealed = join(root, 'vault.sealed');

  it('comes back from log and vault as it was: equal entries, equal routes, texts that open', async () => {
    const server = await startRealServer(demo);
    const made = await answer('backup', backup, '--data', demo, '--vault', sealed, '--passphrase-file', passphrase);
    await server.stop();
    const restored = await answer('restore', backup, '--data', join(root, 'a'), '--vault', sealed, '--passphrase-file', passphrase);
    expect(restored).toMatchObject({ log: made.log, texts: { sealed: 0 }, secret: 'of the demo' });
    expect(restored.texts.open).toBeGreaterThan(100);
    const log = sqliteFiles.open(filesOf(join(root, 'a')).log);
    expect((await replay(log as never)).routesDiffering).toBe(0);
    await log.close();
    const titles = await titlesIn(join(root, 'a'));
    expect(titles.every((title) => typeof title === 'string')).toBe(true);
    expect(titles).toEqual(await titlesIn(demo));
  }, 120_000);

  it('comes back from the log alone with its texts sealed, and says so', async () => {
    const { code, out } = await gravitas({}, 'restore', backup, '--data', join(root, 'b'));
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^\d+ texts stay sealed: their keys are in the backup of the vault \(--vault\)\.$/m),
    ]);
    const titles = await titlesIn(join(root, 'b'));
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.every((title) => title === null)).toBe(true);
  }, 60_000);

  it('is put into no folder that holds something', async () => {
    const { code, err } = await gravitas({}, 'restore', backup, '--data', demo);
    expect([code, err]).toEqual([2, expect.stringContaining('is not empty; the backup holds all its')]);
  });

  it.each([
    [['--vault', sealed], '--vault needs --passphrase-file or --key-file'],
    [['--vault', sealed, '--passphrase-file', join(root, 'nowhere')], 'no such file'],
    [['--vault', sealed, '--key-file', passphrase], '--key-file must hold at least 32 bytes'],
    [['--vault', join(root, 'nowhere'), '--passphrase-file', passphrase], 'is not there'],
  ])('is not restored with %j', async (options, says) => {
    const { code, err } = await gravitas({}, 'restore', backup, '--data', join(root, 'c'), ...options);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
  });
});

describe('a log to which 32 write', () => {
  it('is backed up as a beginning of itself, whole, with all that was acknowledged before', async () => {
    const folder = join(root, 'busy');
    const keyFile = join(root, 'key');
    writeFileSync(keyFile, randomBytes(32));
    await answer('demo', '--data', folder, '--volume', '1');
    const store = await SqliteEventStore.open({ file: filesOf(folder).log });
    let next = 1_000;
    let writing = true;
    const write = async (writer: number): Promise<void> => {
      for (let revision = 0; writing; revision += 1)
        await store.append(`issue-writer-${writer}`, revision === 0 ? 'noStream' : revision - 1, [someEvent((next += 1))]);
    };
    const writers = Array.from({ length: 32 }, (_, writer) => write(writer));
    const backups: { before: number; events: number; to: string }[] = [];
    for (let n = 0; n < 3; n += 1) {
      const before = ((await store.head())?.index ?? -1) + 1;
      const to = join(root, `busy-${n}`);
      const { log } = await answer('backup', to, '--data', folder, '--vault', `${to}.sealed`, '--key-file', keyFile);
      backups.push({ before, events: log.events, to });
    }
    writing = false;
    await Promise.all(writers);
    for (const { before, events, to } of backups) {
      const copy = sqliteFiles.open(join(to, 'events.sqlite'));
      const { common, one, other } = await compareLogs(copy, store);
      expect([common, one]).toEqual([events, events]);
      expect(events).toBeGreaterThanOrEqual(before);
      expect(events).toBeLessThan(other);
      await copy.close();
    }
    await store.close();
  }, 120_000);
});
