import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { copyLogFile } from '#event-store/sqlite/sqlite-log';
import { unsealPersonal } from '#vault';
import { KeyReader } from '#vault/sqlite/key-reader';
import { backupLog } from './backup.js';
import { filesOf } from './data-folder.js';
import { digestOf } from './log-digest.js';
import { readSealed, type SealingKey } from './sealed-file.js';
import { eraseIn, fillFolder, restoreTo, sqliteFiles } from './testing/data-folders.js';
import { sealVault } from './vault-backup.js';

const MADE_AT = '2026-11-23T09:00:00.000Z';
const PASSPHRASE: SealingKey = { kind: 'passphrase', passphrase: 'correct horse battery' };

let root: string;
let data: string;
let to: string;
let sealed: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gravitas-backup-'));
  [data, to, sealed] = [join(root, 'data'), join(root, 'backup'), join(root, 'vault.sealed')];
});
afterEach(() => rmSync(root, { recursive: true }));

const backup = () => backupLog({ to, copy: (file) => copyLogFile(filesOf(data).log, file), files: sqliteFiles, madeAt: MADE_AT });

async function backupVault(sealing: SealingKey = PASSPHRASE) {
  const vault = KeyReader.open(filesOf(data).vault);
  const secret = Buffer.from(readFileSync(filesOf(data).secret, 'utf8').trim(), 'hex');
  return sealVault(vault, { secret, madeAt: MADE_AT }, sealed, sealing).finally(() => vault.close());
}

/** The texts of a folder's log, as its vault opens them. */
async function textsIn(folder: string): Promise<unknown[]> {
  const log = sqliteFiles.open(filesOf(folder).log);
  const vault = KeyReader.open(filesOf(folder).vault);
  const events = await log.readFromIndex(0, 1000);
  const opened = await unsealPersonal(vault, events);
  await vault.close();
  await log.close();
  return opened.map(({ text }) => text);
}

describe('a backup', () => {
  it('says what it holds, and comes back as the same log', async () => {
    await fillFolder(data, 40);
    const manifest = await backup();
    expect(manifest).toMatchObject({
      format: 1,
      madeAt: MADE_AT,
      log: { events: 40, head: { index: 39, stream: 'issue-1', revision: 39 } },
    });
    expect(readdirSync(to).sort()).toEqual(['events.sqlite', 'manifest.json']);
    const restored = await restoreTo(join(root, 'restored'), to);
    expect(restored.log).toEqual(manifest.log);
    const [one, other] = [data, join(root, 'restored')].map((folder) => sqliteFiles.open(filesOf(folder).log));
    expect(await digestOf(one as never)).toEqual(await digestOf(other as never));
    await Promise.all([one?.close(), other?.close()]);
  });

  it('of an empty log is one too', async () => {
    await fillFolder(data, 0);
    expect((await backup()).log).toMatchObject({ events: 0, head: null });
    expect(await restoreTo(join(root, 'restored'), to)).toMatchObject({ log: { events: 0 }, texts: { sealed: 0 } });
  });

  it('writes into no folder that holds something', async () => {
    await fillFolder(data, 1);
    mkdirSync(to);
    writeFileSync(join(to, 'minutes.txt'), 'x');
    await expect(backup()).rejects.toMatchObject({ name: 'NotEmpty' });
    expect(readdirSync(to)).toEqual(['minutes.txt']);
  });

  it('of a damaged log is not made', async () => {
    await fillFolder(data, 200);
    const db = new Database(filesOf(data).log);
    db.exec(`UPDATE events SET body = replace(body, '"n":3,', '"n": 3,') WHERE position = 4`);
    db.close();
    await expect(backup()).rejects.toMatchObject({ name: 'CopyDiffers', message: expect.stringContaining('the event at index 3') });
    expect(readdirSync(to)).toEqual([]);
  });
});

describe('a backup that is not whole is refused, and nothing is written:', () => {
  const refused = async () => {
    const error = await restoreTo(join(root, 'restored'), to).catch((thrown: unknown) => thrown);
    expect(existsSync(filesOf(join(root, 'restored')).log)).toBe(false);
    return error as Error;
  };

  it('any byte of any of its files changed', async () => {
    await fillFolder(data, 5);
    await backup();
    for (const name of readdirSync(to)) {
      const file = join(to, name);
      const whole = readFileSync(file);
      const step = Math.max(1, Math.floor(whole.length / 60));
      for (let at = 0; at < whole.length; at += step) {
        const changed = Buffer.from(whole);
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
        writeFileSync(file, changed);
        expect([name, at, (await refused()).name]).toEqual([name, at, expect.stringMatching(/^Backup(NotWhole|OfOtherFormat)$/)]);
      }
      writeFileSync(file, whole);
    }
    expect((await restoreTo(join(root, 'restored'), to)).log.events).toBe(5);
  });

  it.each(['events.sqlite', 'manifest.json'])('%s missing, or cut off', async (name) => {
    await fillFolder(data, 5);
    await backup();
    const whole = readFileSync(join(to, name));
    writeFileSync(join(to, name), whole.subarray(0, -1));
    expect(await refused()).toMatchObject({ name: 'BackupNotWhole' });
    rmSync(join(to, name));
    expect((await refused()).message).toContain(`${name} is missing`);
  });

  it.each([
    [0, 'use the version that wrote it'],
    [2, 'use a later version that wrote it'],
  ])('of format %d', async (format, advice) => {
    await fillFolder(data, 1);
    await backup();
    const manifest = JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8')) as object;
    writeFileSync(join(to, 'manifest.json'), JSON.stringify({ ...manifest, format }));
    expect((await refused()).message).toMatch(new RegExp(`backup of format ${format}, this version restores format 1: ${advice}$`));
  });
});

describe('restoring says what is lost:', () => {
  it('a folder that holds something is left as it is', async () => {
    await fillFolder(data, 12);
    await backup();
    await fillFolder(data, 5);
    const before = readFileSync(filesOf(data).log);
    await expect(restoreTo(data, to)).rejects.toThrow(
      /data is not empty; entries 12 to 16 \(5 of 17\) are not in the backup: nothing was written, name a new folder$/,
    );
    expect(readFileSync(filesOf(data).log).equals(before)).toBe(true);
  });

  it('against the folder that it replaces', async () => {
    await fillFolder(data, 3);
    await backup();
    const lost = async (name: string) => (await restoreTo(join(root, name), to, { replaces: data })).lost;
    expect(await lost('a')).toBe('the backup holds all its 3 entries');
    await fillFolder(data, 1);
    expect(await lost('b')).toBe('entries 3 to 3 (1 of 4) are not in the backup');
    const db = new Database(filesOf(data).log);
    db.exec(`UPDATE events SET body = replace(body, '"n":1,', '"n":9,') WHERE position = 2`);
    db.close();
    expect(await lost('c')).toMatch(/^the backup is of another log, or of this one before it was changed: they differ from entry 1 on$/);
    writeFileSync(filesOf(data).log, 'not a database, whatever its name says');
    expect(await lost('d')).toBe('its log cannot be read, so that nobody can say what is lost');
  });
});

describe('the vault', () => {
  it('comes back from its sealed file: texts open again, and what was erased stays erased', async () => {
    await fillFolder(data, 9);
    expect(await eraseIn(data, 'person-1')).toBe(3);
    await backup();
    expect(await backupVault()).toEqual({ keys: 6, erased: 3 });
    const restored = await restoreTo(join(root, 'restored'), to, { vault: { file: sealed, sealing: PASSPHRASE } });
    expect(restored).toMatchObject({ vault: { keys: 6, erased: 3 }, texts: { open: 6, erased: 3, sealed: 0 }, secret: 'restored' });
    expect(await textsIn(join(root, 'restored'))).toEqual(await textsIn(data));
    expect((await textsIn(data))[4]).toBeNull();
    expect(readFileSync(filesOf(join(root, 'restored')).secret)).toEqual(readFileSync(filesOf(data).secret));
  });

  it('of a key file opens with that file alone', async () => {
    await fillFolder(data, 2);
    await backup();
    const sealing: SealingKey = { kind: 'keyFile', bytes: Buffer.alloc(64, 7) };
    await backupVault(sealing);
    const attempt = (name: string, key: SealingKey) => restoreTo(join(root, name), to, { vault: { file: sealed, sealing: key } });
    expect(await attempt('a', sealing)).toMatchObject({ texts: { open: 2 } });
    await expect(attempt('b', { kind: 'keyFile', bytes: Buffer.alloc(64, 8) })).rejects.toMatchObject({ name: 'NotUnsealed' });
    await expect(attempt('c', PASSPHRASE)).rejects.toThrow(/could not be unsealed: it was sealed with a key file$/);
    expect(existsSync(filesOf(join(root, 'b')).vault)).toBe(false);
  });

  it('leaves no sealed file of a vault that could not be read to its end, so that it can be made again', async () => {
    await fillFolder(data, 8);
    const broken = { list: () => Promise.reject(new Error('the disk is gone')) } as unknown as KeyReader;
    await expect(sealVault(broken, { secret: null, madeAt: MADE_AT }, sealed, PASSPHRASE)).rejects.toThrow('the disk is gone');
    expect(existsSync(sealed)).toBe(false);
    await backupVault();
    await expect(backupVault()).rejects.toMatchObject({ code: 'EEXIST' });
    expect([...readSealed(sealed, 'gravitas vault', PASSPHRASE)].length).toBeGreaterThan(1);
  });

  it('in its sealed file shows nothing, and no byte of it can be changed or left out', async () => {
    await fillFolder(data, 3);
    await backup();
    const sealing: SealingKey = { kind: 'keyFile', bytes: Buffer.alloc(32, 1) };
    await backupVault(sealing);
    const whole = readFileSync(sealed);
    expect(whole.toString('latin1')).not.toMatch(/person-|AAAA/);
    const attempt = () => restoreTo(join(root, 'restored'), to, { vault: { file: sealed, sealing } });
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      writeFileSync(sealed, changed);
      expect(() => [...readSealed(sealed, 'gravitas vault', sealing)]).toThrow(expect.objectContaining({ name: 'NotUnsealed' }));
    }
    await expect(attempt()).rejects.toMatchObject({ name: 'NotUnsealed' });
    writeFileSync(sealed, whole.subarray(0, -20));
    await expect(attempt()).rejects.toMatchObject({ name: 'NotUnsealed' });
    expect(readdirSync(join(root, 'restored'))).toEqual([]);
    writeFileSync(sealed, whole);
    expect(await attempt()).toMatchObject({ texts: { open: 3 } });
  });

  it('is not needed: then the texts stay sealed, and the secret is a new one', async () => {
    await fillFolder(data, 4);
    await backup();
    const restored = await restoreTo(join(root, 'restored'), to);
    expect(restored).toMatchObject({ vault: null, texts: { open: 0, sealed: 4, firstSealedIndex: 0 }, secret: 'new' });
    expect(readFileSync(filesOf(join(root, 'restored')).secret)).not.toEqual(readFileSync(filesOf(data).secret));
  });

  it('that is older than the log leaves the newer texts sealed, and says from where on', async () => {
    await fillFolder(data, 4);
    await backupVault();
    await fillFolder(data, 3);
    await backup();
    const restored = await restoreTo(join(root, 'restored'), to, { vault: { file: sealed, sealing: PASSPHRASE } });
    expect(restored.texts).toEqual({ open: 4, erased: 0, sealed: 3, firstSealedIndex: 4 });
  });

  it('does not bring back what was erased after it was backed up', async () => {
    await fillFolder(data, 6);
    await backup();
    await backupVault();
    await eraseIn(data, 'person-2');
    const vault = { file: sealed, sealing: PASSPHRASE };
    expect(await restoreTo(join(root, 'a'), to, { vault, replaces: data })).toMatchObject({
      erasedAgain: 2,
      texts: { open: 4, erased: 2 },
    });
    expect(await textsIn(join(root, 'a'))).toEqual(await textsIn(data));
  });
});
