import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { filesOf, secretIn } from '#care';
import { fillFolder } from '#care/testing/data-folders';
import { KeyReader } from '#vault/sqlite/key-reader';
import { PostgresVault } from '#vault/postgres/postgres-vault';
import { gravitas } from '../faults/real-server.js';
import { Databases } from '../postgres/databases.js';
import { describePostgres } from '../postgres/describe-postgres.js';

describePostgres('a vault on PostgreSQL', () => {
  const databases = new Databases();
  const root = mkdtempSync(join(tmpdir(), 'gravitas-pg-vault-'));
  const [data, key, sealed] = [join(root, 'data'), join(root, 'key'), join(root, 'sealed')];
  let url: string;
  beforeAll(async () => {
    await databases.start();
    url = await databases.make();
    writeFileSync(key, randomBytes(32));
    await fillFolder(data, 12);
  }, 60_000);
  afterAll(async () => {
    await databases.stop();
    rmSync(root, { recursive: true });
  });

  const restored = async (name: string, env: Record<string, string>, file: string) => {
    const { code, out, err } = await gravitas(
      { env },
      ...['restore', join(root, 'backup'), '--data', join(root, name)],
      ...['--vault', file, '--key-file', key],
      '--json',
    );
    return { code, err, answer: out === '' ? null : (JSON.parse(out) as unknown) };
  };

  it('takes the keys of a sealed file, is sealed itself, and gives the same keys back', async () => {
    const made = await gravitas({}, 'backup', join(root, 'backup'), '--data', data, '--vault', sealed, '--key-file', key);
    expect(made.code).toBe(0);
    const env = { GRAVITAS_VAULT: await databases.makePart(url) };
    expect(await restored('a', env, sealed)).toMatchObject({ code: 0, answer: { texts: { open: 12, sealed: 0 }, secret: 'restored' } });
    expect(await restored('b', env, sealed)).toMatchObject({ code: 2, err: expect.stringContaining('the vault is not empty') });

    const again = await gravitas(
      { env },
      'backup',
      join(root, 'again'),
      '--data',
      join(root, 'a'),
      '--vault',
      `${sealed}-2`,
      '--key-file',
      key,
    );
    expect([again.code, again.err]).toEqual([0, '']);
    expect(await restored('c', {}, `${sealed}-2`)).toMatchObject({
      code: 0,
      answer: { texts: { open: 12, sealed: 0 }, secret: 'restored' },
    });
    const [one, other] = [KeyReader.open(filesOf(data).vault), KeyReader.open(filesOf(join(root, 'c')).vault)];
    expect(await other.list(null, 100)).toEqual(await one.list(null, 100));
    expect(secretIn(join(root, 'c'), false)).toEqual(secretIn(data, false));
    await Promise.all([one.close(), other.close()]);
  }, 120_000);

  it('is looked into by the doctor', async () => {
    const part = await databases.makePart(url);
    const vault = await PostgresVault.open(part);
    await vault.close();
    const { out } = await gravitas({ env: { GRAVITAS_VAULT: part } }, 'doctor', '--data', data, '--json');
    const { findings } = JSON.parse(out) as { findings: { check: string; status: string; says: string }[] };
    expect(findings.find(({ check }) => check === 'vault')).toMatchObject({
      status: 'fail',
      says: expect.stringContaining('12 texts have no key'),
    });
  }, 60_000);
});
