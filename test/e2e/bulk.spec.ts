import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Answer } from './client.js';
import { startWorld, type Name, type World } from './world.js';

let world: World;
let client: Client;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
});
afterAll(() => world.close());

const KINDS = [
  ['people', '/people'],
  ['sites', '/programmes/tablets/sites'],
  ['partners', '/programmes/tablets/partners'],
  ['orders', '/programmes/tablets/orders'],
] as const;

const bring = (who: Name, path: string, text: string | Uint8Array, query = ''): Promise<Answer> =>
  client.call(who, `${path}/import${query}`, { raw: text, headers: { 'content-type': 'text/csv' } });
const headOf = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;
const exampleOf = (operation: string): string => {
  const found = Object.values<ReturnType<typeof JSON.parse>>(client.document.paths).find((item) => item.post?.operationId === operation);
  return found.post.requestBody.content['text/csv'].examples.example.value as string;
};

describe('files over HTTP', () => {
  it.each(KINDS)('of %s as the document shows them are taken, and then known', async (kind, path) => {
    const operation = `import${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const first = await bring('ada', path, exampleOf(operation));
    expect([first.status, first.body.faults]).toEqual([200, []]);
    const before = await headOf();
    expect((await bring('ada', path, exampleOf(operation))).body).toMatchObject({ kind, unchanged: 1, eventsAppended: 0 });
    expect(await headOf()).toBe(before);
  });

  it.each(KINDS)('with all %s come back in and change nothing', async (_kind, path) => {
    const taken = await client.get('ada', `${path}.csv?waitFor=${await headOf()}`);
    expect(taken.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const before = await headOf();
    const { body } = await bring('ada', path, taken.body as string, '?strict=true');
    expect(body).toMatchObject({ rowsRejected: 0, added: 0, changed: 0, eventsAppended: 0 });
    expect(body.rowsRead).toBeGreaterThan(0);
    expect(await headOf()).toBe(before);
  });

  it.each(KINDS)('of %s are for administrators: a feed gives its commands one by one', async (_kind, path) => {
    const before = await headOf();
    for (const who of ['feed', 'dana', 'lee', 'kim', 'aud', 'sam'] as const) expect((await bring(who, path, 'x')).status).toBe(403);
    for (const who of ['feed', 'dana', 'lee', 'kim', 'sam'] as const) expect((await client.get(who, `${path}.csv`)).status).toBe(403);
    expect((await client.get('aud', `${path}.csv`)).status).toBe(200);
    expect(await headOf()).toBe(before);
  });

  it('report each wrong row, and the rest goes on; tried, they write nothing; strict, they are refused', async () => {
    const text = 'code,name,siteClass,region\nnew-1,New One,large,South\nnew-2,,large,South\n';
    const path = '/programmes/tablets/sites';
    const before = await headOf();
    expect((await bring('ada', path, text, '?dryRun=true')).body).toMatchObject({ dryRun: true, added: 1, rowsRejected: 1 });
    const strict = await bring('ada', path, text, '?strict=true');
    expect(strict.body).toMatchObject({ type: '/problems/rows-wrong', status: 422, errors: [{ field: 'row 2, name', rule: 'is empty' }] });
    expect(await headOf()).toBe(before);
    expect((await bring('ada', path, text)).body).toMatchObject({ added: 1, faults: [{ row: 2, column: 'name', reason: 'is empty' }] });
  });

  it('bring people as they stand: line, level, roles, and an e-mail that only the vault can open', async () => {
    const text =
      'person,name,title,email,level,reportsTo,roles\nzed,Zed Low,Clerk,zed@example.org,1,yan,manager (programme=tablets)\nyan,Yan Up,Head,,2,kim,leader\n';
    expect((await bring('ada', '/people', text)).body).toMatchObject({ added: 2, faults: [] });
    const { body } = await client.get('ada', `/people/zed?waitFor=${await headOf()}`);
    expect(body).toMatchObject({
      name: 'Zed Low',
      email: 'zed@example.org',
      level: 1,
      reportsTo: { id: 'yan' },
      roles: [{ role: 'manager' }],
    });
    const log = await world.node.store.readFromIndex(0, 100_000);
    expect(JSON.stringify(log)).not.toContain('zed@example.org');
  });

  it.each([
    ['', 422, 'file-refused'],
    ['code,colour\n', 422, 'file-refused'],
    ['name\nx\n', 422, 'file-refused'],
    [new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 422, 'file-refused'],
  ])('that are none are refused whole: %j', async (text, status, problem) => {
    const answer = await bring('ada', '/programmes/tablets/sites', text);
    expect([answer.status, answer.body.type]).toEqual([status, `/problems/${problem}`]);
  });

  it('are text/csv, and go nowhere else', async () => {
    const path = '/programmes/tablets/sites';
    expect((await client.post('ada', `${path}/import`, {})).status).toBe(415);
    expect((await client.call('ada', path, { raw: 'code\n', headers: { 'content-type': 'text/csv' } })).status).toBe(415);
    const large = await bring('ada', path, `code,name,siteClass\n${'x'.repeat(8 * 1024 * 1024)}`);
    expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining('8388608')]);
    expect((await client.call('ada', `${path}/import?dry=true`, { raw: 'code\n', headers: { 'content-type': 'text/csv' } })).status).toBe(
      400,
    );
  });

  it('of another programme are nobody’s here', async () => {
    expect((await client.get('ada', '/programmes/nowhere/sites.csv')).body).toBe('code,name,siteClass,region\r\n');
    expect((await bring('ada', '/programmes/nowhere/sites', 'code,name,siteClass\na,A,x\n')).body).toMatchObject({
      rowsRejected: 1,
      added: 0,
    });
  });
});
