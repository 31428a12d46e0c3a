import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

let world: World;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  scenario = new Scenario(await Client.of(world));
});
afterAll(() => world.close());

const head = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;

describe('a command that is given again', () => {
  it('is answered as the first time, and adds nothing', async () => {
    const key = { 'idempotency-key': 'first-filing' };
    const first = await scenario.try('dana', 'fileIssue', {}, {}, key);
    await world.node.engine.rest();
    const before = await head();
    const again = await scenario.try('dana', 'fileIssue', {}, {}, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await head()).toBe(before);
  });

  it('is answered so even when the case went on, and at the same time', async () => {
    const { id: issue } = await scenario.give('dana', 'fileIssue');
    const notes = await Promise.all([1, 2, 3].map(() => scenario.try('dana', 'addNote', { issue }, {}, { 'idempotency-key': 'a-note' })));
    expect(new Set(notes.map(({ body }) => body.index)).size).toBe(1);
    await scenario.give('dana', 'addNote', { issue }, { text: 'Another.' });
    expect((await scenario.try('dana', 'addNote', { issue }, {}, { 'idempotency-key': 'a-note' })).body).toEqual(notes[0]?.body);
  });

  it('is refused when it says something else by the same key', async () => {
    const { id: issue } = await scenario.give('dana', 'fileIssue');
    await scenario.give('dana', 'addNote', { issue }, {}, { 'idempotency-key': 'k' });
    const other = await scenario.try('dana', 'addNote', { issue }, { text: 'Something else.' }, { 'idempotency-key': 'k' });
    expect([other.status, other.body.type, other.body.field]).toEqual([422, '/problems/idempotency-key-reused', 'Idempotency-Key']);
  });

  it('of somebody else by the same key is another command', async () => {
    const [dana, mia] = await Promise.all(
      (['dana', 'mia'] as const).map((who) => scenario.give(who, 'fileIssue', {}, {}, { 'idempotency-key': 'shared' })),
    );
    expect(dana.id).not.toBe(mia.id);
  });

  it('makes the same token again, and another without a key', async () => {
    const key = { 'idempotency-key': 'laptop' };
    const first = await scenario.give('ada', 'issueToken', { person: 'dana' }, {}, key);
    expect(await scenario.give('ada', 'issueToken', { person: 'dana' }, {}, key)).toEqual(first);
    expect((await scenario.give('ada', 'issueToken', { person: 'dana' })).token).not.toBe(first.token);
  });

  it('decides the rest of several escalations, where it was refused before', async () => {
    const body = { escalations: [{ escalation: 'nothing' }] };
    const [first, again] = [1, 2].map(() => scenario.give('lee', 'decideTogether', {}, body, { 'idempotency-key': 'together' }));
    expect(await again).toEqual(await first);
  });
});

describe('a command by the revision that was seen', () => {
  it('is taken at that revision and refused at another', async () => {
    const filed = await scenario.try('dana', 'fileIssue');
    const issue = filed.body.id;
    const seen = { 'if-match': filed.headers.get('etag') as string };
    expect((await scenario.try('dana', 'addNote', { issue }, {}, seen)).headers.get('etag')).toBe('"1"');
    const before = await head();
    const { status, body } = await scenario.try('dana', 'addNote', { issue }, {}, seen);
    expect([status, body.type, body.field]).toEqual([412, '/problems/revision-mismatch', 'If-Match']);
    expect(body.detail).toBe(`issue-${issue} stands at revision 1, not 0`);
    expect(await head()).toBe(before);
    expect((await scenario.try('dana', 'addNote', { issue }, {}, { 'if-match': '*' })).status).toBe(200);
  });

  it.each(['3', 'W/"3"', '"a"', '"1", "2"'])('is refused when the header is no single ETag: %s', async (etag) => {
    const { status, body } = await scenario.try('dana', 'addNote', { issue: 'any' }, {}, { 'if-match': etag });
    expect([status, body.type, body.field]).toEqual([400, '/problems/invalid-header', 'if-match']);
  });
});

describe('what was written', () => {
  it('can be read by who wrote it, who names the entry', async () => {
    for (let i = 0; i < 5; i++) {
      const { id, index } = await scenario.give('dana', 'fileIssue', {}, { title: `Number ${i}` });
      const { status, body, headers } = await scenario.client.get('dana', `/issues/${id}/row?waitFor=${index}`);
      expect([status, body.title]).toEqual([200, `Number ${i}`]);
      expect(Number(headers.get('x-gravitas-index'))).toBeGreaterThanOrEqual(index);
    }
  });

  it.each(['waitFor', 'asOf'])('is no entry of the future: %s', async (name) => {
    const { status, body } = await scenario.client.get('dana', `/issues?${name}=${(await head()) + 1000}`);
    expect([status, body.type, body.field]).toEqual([400, '/problems/invalid-parameter', name]);
  });
});

describe('pages', () => {
  it('show each item once, in order, as the list stood at the first', async () => {
    const url = '/issues?view=filed&sort=age&limit=3';
    const seen: string[] = [];
    let next = '';
    for (let pages = 0; pages < 20; pages++) {
      const { body } = await scenario.client.get('dana', next === '' ? url : `${url}&cursor=${encodeURIComponent(next)}`);
      seen.push(...body.items.map(({ issue }: Json) => issue));
      await scenario.give('dana', 'fileIssue', {}, { title: 'While the pages are turned' });
      if (body.next === null) break;
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(5);
  });

  it.each([['limit=0'], ['limit=201'], ['limit=3.5'], ['limit=1e1'], ['cursor=abc'], ['limit=3&limit=4'], ['sort=colour'], ['colour=red']])(
    'refuse %s',
    async (query) => {
      const { status, body } = await scenario.client.get('dana', `/issues?${query}`);
      expect([status, body.field]).toEqual([400, query.split('=')[0]]);
    },
  );
});
