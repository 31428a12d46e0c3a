import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Call, type Json } from './client.js';
import { isMessage } from './machine.js';
import { Scenario } from './scenario.js';
import { startWorld, type Name, type World } from './world.js';

let world: World;
let client: Client;
let scenario: Scenario;
/** Of the South, and of the North: each with an escalation. */
const issues = { south: '', north: '' };
const escalations = { south: '', north: '' };
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
  const ask = { action: 'move_stock', recommendation: 'Take them from elsewhere.' };
  for (const [region, who, site] of [
    ['south', 'dana', 'moss-ridge'],
    ['north', 'omar', 'pine-hill'],
  ] as const) {
    const { id } = await scenario.give(who, 'fileIssue', {}, { ask, site, order: null }, { prefer: 'wait=5' });
    issues[region] = id;
    await world.node.engine.rest();
    const { body } = await client.get('lee', `/issues/${id}?waitFor=${await head()}`);
    escalations[region] = body.escalations[0].id;
  }
});
afterAll(() => world.close());

const head = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;
const operations = (method: 'get' | 'post'): { path: string; id: string; isPublic: boolean; file: Call | null }[] =>
  Object.entries<Json>(client.document.paths).flatMap(([path, item]) => {
    const operation = item[method];
    if (operation === undefined || isMessage(operation)) return [];
    const isFile = operation.requestBody?.content['text/csv'] !== undefined;
    const file = isFile ? { raw: 'id\n', headers: { 'content-type': 'text/csv' } } : null;
    return [{ path, id: operation.operationId, isPublic: operation.security === undefined, file }];
  });
/** A path with something in place of its parameters. */
const filled = (path: string): string =>
  `/${path
    .replace('/api/v1', '/api/v1')
    .replace('{index}', '0')
    .replace(/\{\w+\}/g, 'any')}`;

describe('a door', () => {
  it('opens for nobody without a token that is good', async () => {
    const tokens = [
      undefined,
      'Bearer ',
      'Bearer nonsense',
      `Bearer ${world.tokens.dana}x`,
      `Basic ${btoa('dana:dana')}`,
      `bearer gvt_dana~x_${'a'.repeat(43)}`,
    ];
    for (const { path, id, isPublic, file } of [...operations('get'), ...operations('post')]) {
      const method = operations('get').some((one) => one.id === id) ? 'GET' : 'POST';
      if (isPublic) continue;
      for (const token of tokens) {
        const headers = { ...file?.headers, ...(token === undefined ? {} : { authorization: token }) };
        const answer = await client.call(null, filled(path), { ...file, method, headers });
        expect([id, answer.status, answer.body.type]).toEqual([id, 401, '/problems/not-authenticated']);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="gravitas"');
      }
    }
  });

  it('says the same of a token whatever is wrong with it', async () => {
    const { token, tokenId } = await scenario.give('ada', 'issueToken', { person: 'mia' }, { until: '2026-11-23T10:00:00.000Z' });
    const me = () => client.get(null, '/me', { authorization: `Bearer ${token}` });
    expect((await me()).status).toBe(200);
    world.time.advanceTo('2026-11-23T10:00:00.000Z');
    expect((await me()).status).toBe(401);
    const other = await scenario.give('ada', 'issueToken', { person: 'mia' }, { until: null });
    await scenario.give('ada', 'revokeToken', { person: 'mia' }, { tokenId: other.tokenId });
    const { status, body } = await client.get(null, '/me', { authorization: `Bearer ${other.token}` });
    expect([status, body.detail]).toEqual([401, 'the credentials are not valid']);
    expect(tokenId).not.toBe(other.tokenId);
  });
});

describe('an auditor', () => {
  it('reads everything', async () => {
    for (const { path, id } of operations('get')) {
      if (id === 'stream') continue;
      const { status } = await client.call('aud', filled(path) + queryFor(id));
      expect([id, status < 300 || status === 404]).toEqual([id, true]);
    }
    for (const issue of Object.values(issues)) expect((await client.get('aud', `/issues/${issue}`)).status).toBe(200);
  });

  it('writes nothing', async () => {
    const before = await head();
    for (const { path, id, file, isPublic } of operations('post')) {
      if (isPublic || ['dryRun', 'advanceDemoClock'].includes(id)) continue;
      const { status, body } = await client.call('aud', filled(path), file ?? { body: scenario.example(id) });
      expect([id, status, body.type]).toEqual([id, 403, '/problems/not-allowed']);
    }
    expect(await head()).toBe(before);
  });
});

describe('somebody of another region', () => {
  it.each(['', '/row', '/why'])('finds no issue at /issues/…%s', async (view) => {
    expect((await client.get('dana', `/issues/${issues.north}${view}`)).status).toBe(404);
    expect((await client.get('omar', `/issues/${issues.north}${view}`)).status).toBe(200);
  });

  it('finds it in no list', async () => {
    for (const path of ['/issues', '/issues/alike?programme=tablets&site=pine-hill', '/queue?leader=lee', '/decisions']) {
      const who: Name = path.startsWith('/queue') ? 'sam' : 'dana';
      const { body } = await client.get(who, path);
      expect([path, JSON.stringify(body).includes(issues.north)]).toEqual([path, who === 'sam']);
    }
  });

  it('cannot ask where it would go', async () => {
    expect((await client.post('dana', '/routing/dry-run', { issue: issues.north })).status).toBe(404);
    expect((await client.post('dana', '/routing/dry-run', { draft: { programme: 'phones', kind: 'late' } })).status).toBe(404);
  });

  it('cannot change it', async () => {
    const before = await head();
    for (const id of Object.keys(commandsOf('issues'))) {
      const { status, body } = await scenario.try('dana', id, { issue: issues.north });
      expect([id, status, body.type]).toEqual([id, 404, '/problems/not-found']);
    }
    for (const id of Object.keys(commandsOf('escalations'))) {
      const { status } = await scenario.try('dana', id, { escalation: escalations.north });
      expect([id, status]).toEqual([id, 404]);
    }
    expect(await head()).toBe(before);
  });
});

describe('rights', () => {
  it.each<[Name, string, string]>([
    ['dana', 'registerPerson', 'needs the role administrator'],
    ['dana', 'startProgramme', 'needs the role administrator'],
    ['lee', 'approvePolicy', 'needs the role administrator'],
    ['feed', 'setUpOrganisation', 'needs the role administrator'],
    ['dana', 'registerSite', 'needs the role administrator or service'],
  ])('%s may not %s', async (who, id, detail) => {
    const { status, body } = await scenario.try(who, id, { programme: 'tablets', hash: 'any' });
    expect([status, body.type, body.detail]).toEqual([403, '/problems/not-allowed', detail]);
  });

  it('of an escalation are its leader’s, and never those of who filed the issue', async () => {
    const on = { escalation: escalations.south };
    expect((await scenario.try('dana', 'decide', on)).status).toBe(403);
    expect((await scenario.try('sam', 'decide', on, {}, { 'on-behalf-of': 'lee' })).body.type).toBe('/problems/own-session-needed');
    expect((await scenario.try('dana', 'decide', on, {}, { 'on-behalf-of': 'lee' })).body.type).toBe('/problems/not-allowed');
    expect((await scenario.try('sam', 'acknowledge', on, {}, { 'on-behalf-of': 'lou' })).body.type).toBe('/problems/not-allowed');
    expect((await scenario.try('sam', 'snooze', on, { until: '2026-11-23T10:30:00.000Z' }, { 'on-behalf-of': 'lee' })).status).toBe(200);
  });

  it('give nobody somebody else’s queue, tokens or conflicts', async () => {
    expect((await client.get('dana', '/queue?leader=lee')).status).toBe(403);
    expect((await client.get('dana', '/people/lee')).body.tokens).toEqual([]);
    expect((await client.get('lee', '/people/lee')).body.tokens).toHaveLength(1);
    expect((await client.get('dana', '/log')).status).toBe(403);
  });
});

function commandsOf(noun: string): Record<string, string> {
  const own = operations('post').filter(({ path }) => path.startsWith(`/api/v1/${noun}/{`));
  return Object.fromEntries(own.map(({ id, path }) => [id, path]));
}

/** What an operation cannot do without. */
function queryFor(id: string): string {
  const required: Record<string, string> = {
    alikeIssues: '?programme=tablets',
    filingHints: '?programme=tablets',
    policyInForce: '?programme=tablets',
    decisionCounts: '?since=2026-01-01T00:00:00.000Z',
    workingTime: '?from=2026-11-23T00:00:00.000Z&until=2026-11-24T00:00:00.000Z',
  };
  return required[id] ?? '';
}
