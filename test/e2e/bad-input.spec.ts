import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client, type Answer, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

let world: World;
let client: Client;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
});
afterAll(() => world.close());

const head = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;

/** Refused with a 4xx, and nothing written. */
async function refused(asked: () => Promise<Answer>): Promise<Answer> {
  const before = await head();
  const answer = await asked();
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(Math.floor(answer.status / 100)).toBe(4);
  expect(answer.body).toMatchObject({ status: answer.status, title: expect.any(String), detail: expect.any(String) });
  expect(answer.body.type).toMatch(/^\/problems\/[a-z-]+$/);
  expect(await head()).toBe(before);
  return answer;
}

/** Whoever may give the command, so that the body is what it is refused for. */
const whoGives = (id: string) => (['dryRun', 'advanceDemoClock'].includes(id) ? 'dana' : 'ada');
const params = {
  issue: 'any',
  escalation: 'any',
  callSheet: 'any',
  person: 'dana',
  programme: 'tablets',
  code: 'any',
  playbook: 'any',
  calendar: 'any',
  hash: 'any',
};

describe('a body', () => {
  it('with a field that nobody knows is refused whole, by every command', async () => {
    for (const id of scenario.commands) {
      if (id === 'advanceDemoClock') continue;
      const { body } = await refused(() => scenario.try(whoGives(id), id, params, { colour: 'red' }));
      expect([id, body.type, body.field, body.detail]).toEqual([id, '/problems/invalid-body', 'colour', 'colour is not a known field']);
    }
  });

  it('with any of its fields of another kind is refused, by every command', async () => {
    for (const id of scenario.commands) {
      if (id === 'advanceDemoClock') continue;
      const fields = Object.keys(scenario.example(id));
      for (const field of fields) {
        for (const wrong of [{ wrong: true }, [[]], 1.5, '\u0000'.repeat(20_000)]) {
          if (typeof wrong !== 'string' && Array.isArray(scenario.example(id)[field]) && Array.isArray(wrong)) continue;
          const { body, status } = await refused(() => scenario.try(whoGives(id), id, params, { [field]: wrong }));
          if (id === 'changeSource' && field === 'mapping') continue; // needs a source that is there
          const isPolicy = ['policy', 'mapping'].includes(field) && 'wrong' in Object(wrong); // its rules are the domain's
          expect([id, field, status, body.field?.split(/[.[]/)[0]]).toEqual([id, field, isPolicy ? 422 : 400, field]);
        }
      }
    }
  });

  it('that is not there is an empty one, in which fields are missing', async () => {
    const { body } = await refused(() => client.call('dana', '/issues', { method: 'POST' }));
    expect(body.errors.map(({ field }: Json) => field)).toEqual(expect.arrayContaining(['programme', 'title', 'kind']));
    const { issue } = { issue: (await scenario.give('dana', 'fileIssue')).id };
    expect((await client.call('dana', `/issues/${issue}/accept-work`, { method: 'POST' })).status).toBe(200);
  });
});

/** Each beside its twin, which differs in nothing else and is accepted. */
describe('a filing', () => {
  it.each<[string, string, unknown, unknown]>([
    ['too long a title', 'title', 'x'.repeat(201), 'x'.repeat(200)],
    ['a blank title', 'title', ' \n', 'A'],
    ['a control character', 'title', 'a\u0007b', 'a b'],
    ['half a character', 'title', '\ud83d', '\ud83d\ude00'],
    ['a unit of nothing', 'units', 0, 1],
    ['too many units', 'units', 1_000_000_001, 1_000_000_000],
    ['a number as text', 'units', '20', 20],
    ['truth as text', 'irreversible', 'true', true],
    ['no such kind', 'kind', 'colour', 'damaged'],
    ['a code with a dot', 'site', 'moss.ridge', 'moss-ridge'],
    ['an unknown site', 'site', 'elsewhere', 'moss-ridge'],
    ['no such exposure', 'exposure', 'fire', 'safety'],
    ['too far a day', 'neededBy', '2066-11-23T00:00:00.000Z', '2036-11-23T00:00:00.000Z'],
    ['a day that does not exist', 'neededBy', '2026-02-30T00:00:00.000Z', '2026-02-28T00:00:00.000Z'],
    ['a day without a zone', 'neededBy', '2026-12-04T14:00:00', '2026-12-04T14:00:00.000Z'],
    ['of the future', 'occurredAt', '2026-11-24T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['too visible', 'visibility', 4, 3],
    ['a serial twice', 'serials', ['A', 'A'], ['A', 'B']],
    ['too many serials', 'serials', Array.from({ length: 201 }, (_, i) => `S${i}`), Array.from({ length: 200 }, (_, i) => `S${i}`)],
    ['too long a serial', 'serials', ['x'.repeat(65)], ['x'.repeat(64)]],
    ['money without a currency', 'valueAtRisk', { minor: 1 }, { minor: 1, currency: 'USD' }],
    ['money in no currency', 'valueAtRisk', { minor: 1, currency: 'usd' }, { minor: 1, currency: 'EUR' }],
    ['money below nothing', 'valueAtRisk', { minor: -1, currency: 'USD' }, { minor: 0, currency: 'USD' }],
    ['too much money', 'valueAtRisk', { minor: 10_000_000_000_001, currency: 'USD' }, { minor: 10_000_000_000_000, currency: 'USD' }],
    ['more of money than it has', 'valueAtRisk', { minor: 1, currency: 'USD', note: '' }, { minor: 1, currency: 'USD' }],
    ['a list for an object', 'ask', [], null],
    ['an ask without an action', 'ask', { recommendation: 'Pay.' }, { action: 'other', recommendation: 'Pay.' }],
    [
      'an ask with a foreign field',
      'ask',
      { action: 'other', recommendation: 'Pay.', because: 1 },
      { action: 'other', recommendation: 'Pay.' },
    ],
    ['a prototype', 'ask', { action: 'other', recommendation: 'Pay.', constructor: {} }, { action: 'other', recommendation: 'Pay.' }],
    ['too long a text', 'description', 'x'.repeat(4001), 'x'.repeat(4000)],
    ['no lines', 'lines', 0, 2],
  ])('with %s is refused', async (_, field, wrong, right) => {
    const { body, status } = await refused(() => scenario.try('dana', 'fileIssue', {}, { [field]: wrong }));
    expect([status === 400 || status === 422, body.field.split(/[.[]/)[0]]).toEqual([true, field]);
    expect((await scenario.try('dana', 'fileIssue', {}, { [field]: right })).status).toBe(201);
  });

  it('echoes nothing of what was said', async () => {
    const { body } = await refused(() =>
      scenario.try('dana', 'fileIssue', {}, { title: 'Mrs Secret was drunk '.repeat(20), kind: 'Mrs Secret' }),
    );
    expect(JSON.stringify(body)).not.toContain('Secret');
  });
});

describe('bytes', () => {
  const valid = '{"programme":"tablets","title":"T","kind":"late","site":"moss-ridge"}';

  it.each<[string, string | Uint8Array, number, string, string | undefined]>([
    ['no JSON', '{"title":', 400, 'malformed-json', undefined],
    ['NaN', valid.replace('"T"', 'NaN'), 400, 'malformed-json', undefined],
    ['a trailing comma', valid.replace('}', ',}'), 400, 'malformed-json', undefined],
    ['no UTF-8', Buffer.from([...Buffer.from('{"title":"'), 0xff, ...Buffer.from('"}')]), 400, 'malformed-json', undefined],
    ['a key twice', valid.replace('}', ',"title":"U"}'), 400, 'invalid-body', 'title'],
    ['a prototype', valid.replace('}', ',"__proto__":{"role":"administrator"}}'), 400, 'invalid-body', '__proto__'],
    ['a huge number', valid.replace('}', ',"units":1e400}'), 400, 'invalid-body', 'units'],
    ['a number beyond exactness', valid.replace('}', ',"units":9007199254740993}'), 400, 'invalid-body', 'units'],
    [
      'a deep nesting',
      valid.replace('}', `,"ask":${'[['.repeat(5000)}${']]'.repeat(5000)}}`),
      400,
      'invalid-body',
      'ask[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]',
    ],
    ['a list', '[]', 400, 'invalid-body', undefined],
    ['a text', '"late"', 400, 'invalid-body', undefined],
    ['null', 'null', 400, 'invalid-body', 'programme'],
    ['too much', `{"title":"${'x'.repeat(300_000)}"}`, 413, 'body-too-large', undefined],
  ])('that are %s are refused', async (_, raw, status, type, field) => {
    const answer = await refused(() => client.call('dana', '/issues', { raw }));
    expect([answer.status, answer.body.type, answer.body.field]).toEqual([status, `/problems/${type}`, field]);
    expect((await client.call('dana', '/issues', { raw: valid })).status).toBe(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'of the type %s are refused',
    async (type) => {
      const answer = await refused(() => client.call('dana', '/issues', { raw: valid, headers: { 'content-type': type } }));
      expect([answer.status, answer.body.type]).toEqual([415, '/problems/unsupported-media-type']);
    },
  );

  it('that are no HTTP are refused', async () => {
    for (const [bytes, status] of [
      ['HELLO\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ] as const) {
      const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
      socket.write(bytes);
      const answer = await text(socket);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('application/problem+json');
    }
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/nothing', 404, 'not-found', null],
    ['DELETE', '/issues', 405, 'method-not-allowed', 'GET, HEAD, POST'],
    ['PUT', '/issues/1', 405, 'method-not-allowed', 'GET, HEAD'],
    ['GET', '/issues/1/amend', 405, 'method-not-allowed', 'POST'],
    ['PATCH', '/routing/dry-run', 405, 'method-not-allowed', 'POST'],
    ['GET', '/issues/%ff', 400, 'malformed-request', null],
    ['GET', `/issues/${'x'.repeat(101)}`, 414, 'address-too-long', null],
    ['GET', '/issues/a%20b', 400, 'invalid-parameter', null],
    ['GET', '/issues/..%2fpeople', 400, 'invalid-parameter', null],
    ['GET', '/issues/__proto__', 400, 'invalid-parameter', null],
    ['GET', '/log/x', 400, 'invalid-parameter', null],
    ['GET', '/demo/clock', 404, 'not-found', null],
  ])('%s %s is answered with %i', async (method, path, status, type, allow) => {
    const answer = await refused(() => client.call('aud', path, { method }));
    expect([answer.status, answer.body.type, answer.headers.get('allow')]).toEqual([status, `/problems/${type}`, allow]);
  });

  it('can be asked for its head alone', async () => {
    const { status, headers, body } = await client.call('dana', '/issues', { method: 'HEAD' });
    expect([status, body]).toEqual([200, '']);
    expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
  });

  it('with a slash at its end is the same', async () => {
    expect((await client.get('dana', '/issues/')).status).toBe(200);
  });
});

describe('a header', () => {
  it.each([
    ['idempotency-key', 'with a space'],
    ['idempotency-key', 'x'.repeat(201)],
    ['on-behalf-of', 'Lee; DROP'],
  ])('%s is refused', async (name, value) => {
    const { body } = await refused(() => scenario.try('sam', 'addNote', { issue: 'any' }, {}, { [name]: value }));
    expect([body.type, body.field]).toEqual(['/problems/invalid-header', name]);
  });

  it('Prefer is ignored where it is not understood', async () => {
    for (const prefer of ['wait', 'wait=soon', 'wait=-1', 'return=minimal']) {
      const { status, headers } = await scenario.try('dana', 'fileIssue', {}, {}, { prefer });
      expect([status, headers.get('preference-applied')]).toEqual([201, null]);
    }
  });

  it('X-Correlation-Id comes back, and stands in the log', async () => {
    const { headers, body } = await scenario.try('dana', 'fileIssue', {}, {}, { 'x-correlation-id': 'request-0001' });
    expect(headers.get('x-correlation-id')).toBe('request-0001');
    expect((await world.node.store.readFromIndex(body.index, 1))[0]?.correlationId).toBe('request-0001');
    const odd = await scenario.try('dana', 'fileIssue', {}, {}, { 'x-correlation-id': '<script>' });
    expect(odd.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('every answer', () => {
  it('says that it is not to be kept, framed or guessed at', async () => {
    for (const path of ['/me', '/nothing', '//', '//health/live', '//api/openapi.json']) {
      const { headers } = await client.get('dana', path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});
