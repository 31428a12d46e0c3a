import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { replay, SimulatedTime } from '#application';
import { digestOf, filesOf, makeDataFolder, type LogDigest } from '#care';
import { sqliteFiles } from '#care/testing/data-folders';
import { openNode, type Node } from '../../apps/server/src/adapters.js';
import { applicationOf, loggerOf } from '../../apps/server/src/application.js';

/**
 * Data folders that releases left behind, as this version finds them. Only a release adds one (make.mjs); none is ever made anew once its
 * release is out.
 */
const here = new URL('./', import.meta.url);
const releases = readdirSync(here).filter((name) => name.startsWith('data-'));

interface Stated {
  readonly log: LogDigest;
  readonly token: string;
  readonly filed: { readonly key: string; readonly body: { readonly title: string }; readonly id: string; readonly event: string };
}

let folder: string;
let stated: Stated;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The folder as the release left it: log, vault and secret; its views are derived. */
function unpack(release: string): void {
  makeDataFolder(folder);
  for (const name of ['events.sqlite', 'vault.sqlite', 'secret'])
    writeFileSync(join(folder, name), gunzipSync(readFileSync(new URL(`${release}/${name}.gz`, here))));
  stated = JSON.parse(readFileSync(new URL(`${release}/stated.json`, here), 'utf8')) as Stated;
}

/** This version on the folder, at the time at which the release was stopped: nothing falls due meanwhile. */
async function open(): Promise<{ readonly node: Node; readonly troubles: string[] }> {
  const troubles: string[] = [];
  const clock = new SimulatedTime(stated.log.head?.recordedAt as string);
  return { node: await openNode({ folder, clock, onTrouble: (part) => troubles.push(part) }), troubles };
}

describe.each(releases)('the folder of %s', (release) => {
  beforeEach(() => unpack(release));

  it('is opened, folded by everything that follows the log, and not changed', async () => {
    const { node, troubles } = await open();
    const head = await node.store.head();
    await node.engine.rest();
    if (head !== null) await node.engine.waitFor(node.views.subscriber.name, head.position);
    expect([troubles, await digestOf(node.store)]).toEqual([[], stated.log]);
    expect(node.engine.health().subscribers.every(({ state }) => state === 'running')).toBe(true);
    await node.close();
  });

  it('is replayed: every route is computed again as it was recorded', async () => {
    const log = sqliteFiles.open(filesOf(folder).log);
    const { routesRecomputed, differences } = await replay(log as never);
    await log.close();
    expect([differences, routesRecomputed > 100]).toEqual([[], true]);
  });

  it('still knows its people, their texts, and the commands that they gave', async () => {
    const { node } = await open();
    const app = await applicationOf(node, loggerOf('silent'));
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}/api/v1/issues`;
    const headers = { authorization: `Bearer ${stated.token}`, 'content-type': 'application/json' };
    const { id, key, body, event } = stated.filed;
    const page = (await (await fetch(`${url}/${id}`, { headers })).json()) as { title: string };
    expect(page.title).toBe(body.title);
    const again = await fetch(url, { method: 'POST', headers: { ...headers, 'idempotency-key': key }, body: JSON.stringify(body) });
    const repeated = (await again.json()) as { id: string; events: { id: string }[] };
    expect([again.status, repeated.id, repeated.events[0]?.id]).toEqual([201, id, event]);
    expect((await node.store.head())?.index).toBe(stated.log.head?.index);
    await app.close();
    await node.close();
  });

  it('gets new views where those that are there are of another version', async () => {
    const first = await open();
    await first.node.close();
    const db = new Database(filesOf(folder).readModels);
    db.exec('UPDATE projection SET version = version + 1');
    db.close();
    const { node, troubles } = await open();
    const head = await node.store.head();
    if (head !== null) await node.engine.waitFor(node.views.subscriber.name, head.position);
    expect(troubles).toEqual([]);
    await node.close();
  });
});

describe('a folder of a later version', () => {
  beforeEach(() => unpack(releases[0] as string));

  it.each([
    ['log', 'events.sqlite', 'StoreTooNew'],
    ['vault', 'vault.sqlite', 'VaultTooNew'],
  ])('is refused by its %s, in a sentence, and left as it is', async (_what, name, error) => {
    const file = join(folder, name);
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    await expect(open()).rejects.toMatchObject({
      name: error,
      retry: false,
      message: `${file} was written by a newer version of Gravitas: start that version or a later one`,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

it('there is a folder of a release', () => expect(releases.length).toBeGreaterThan(0));
