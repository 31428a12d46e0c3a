import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { readFileSync } from 'node:fs';
import { Client, type Answer, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

let world: World;
let client: Client;
let scenario: Scenario;
const tokens = {} as Record<'monitor' | 'carrier' | 'desk' | 'noisy', string>;
let secret: string;

const mappingOf = (name: string): Json => JSON.parse(readFileSync(new URL(`../../examples/intake/${name}.json`, import.meta.url), 'utf8'));
const headOf = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;
const pageOf = async (issue: string): Promise<Json> => (await client.get('lee', `/issues/${issue}?waitFor=${await headOf()}`)).body;
const typesOf = async (stream: string): Promise<readonly string[]> => (await world.node.store.readStream(stream)).map(({ type }) => type);

beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
  for (const source of ['monitor', 'carrier', 'desk', 'noisy'] as const) {
    const mapping = mappingOf({ monitor: 'pagerduty', carrier: 'cloudevents', desk: 'webhook', noisy: 'pagerduty' }[source]);
    await scenario.give('ada', 'registerSource', {}, { source, name: source, mapping, perMinute: source === 'noisy' ? 3 : 6000 });
    tokens[source] = (await scenario.give('ada', 'issueSourceKey', { source })).key;
  }
  secret = (await scenario.give('ada', 'issueSourceKey', { source: 'desk' }, { use: 'signature', label: 'Signs' })).key;
});
afterAll(() => world.close());

const alert = (changes: object = {}, payload: object = {}): Json => ({
  routing_key: tokens.monitor,
  event_action: 'trigger',
  dedup_key: 'truck-255',
  client: 'Monitor',
  client_url: 'http://monitor/255',
  payload: {
    summary: 'Truck 255 is held',
    source: 'truck-255',
    severity: 'critical',
    class: 'DeliveryLate',
    component: 'dc-south',
    custom_details: { units: '12', temperature: 3.5 },
    ...payload,
  },
  ...changes,
});
const enqueue = (body: unknown): Promise<Answer> =>
  client.call(null, '//v2/enqueue', { raw: typeof body === 'string' ? body : JSON.stringify(body) });
const issueOf = async (reference: string): Promise<string> => {
  const log = await world.node.store.readFromIndex(0, 100_000);
  const filed = log.find(({ type, data }) => type === 'IssueFiled' && data['externalReference'] === reference);
  return filed?.stream.slice('issue-'.length) ?? 'none';
};

describe('alerts as PagerDuty takes them', () => {
  it('file an issue, once, with the facts that the mapping names', async () => {
    expect(await enqueue(alert())).toMatchObject({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'truck-255' },
    });
    const before = await headOf();
    expect((await enqueue(alert({}, { summary: 'Truck 255 is still held' }))).status).toBe(202);
    await world.node.engine.rest();
    expect(await typesOf(`issue-${await issueOf('monitor/truck-255')}`)).toEqual(['IssueFiled']);
    expect(before).toBeLessThanOrEqual(await headOf());
    const page = await pageOf(await issueOf('monitor/truck-255'));
    expect(page).toMatchObject({ title: 'Truck 255 is held', site: { code: 'moss-ridge' }, facts: { kind: 'late', units: 12 } });
  });

  it('are acknowledged in a note, once, and resolve what they filed; then the same key is a new issue', async () => {
    const issue = await issueOf('monitor/truck-255');
    for (const event_action of ['acknowledge', 'acknowledge', 'resolve', 'resolve', 'acknowledge'])
      expect((await enqueue({ routing_key: tokens.monitor, event_action, dedup_key: 'truck-255' })).status).toBe(202);
    expect(await typesOf(`issue-${issue}`)).toEqual(['IssueFiled', 'NoteAdded', 'IssueResolved']);
    await enqueue(alert());
    const again = await issueOf('monitor/truck-255#2');
    expect(await typesOf(`issue-${again}`)).toEqual(['IssueFiled']);
    await scenario.give('lee', 'reopenIssue', { issue });
    await enqueue({ routing_key: tokens.monitor, event_action: 'resolve', dedup_key: 'truck-255' });
    expect(await typesOf(`issue-${again}`)).toEqual(['IssueFiled', 'IssueResolved']);
  });

  it('without a key get one, and say which', async () => {
    const { status, body } = await enqueue(alert({ dedup_key: undefined }));
    expect([status, body.dedup_key.length > 10]).toEqual([202, true]);
    expect(await issueOf(`monitor/${body.dedup_key}`)).not.toBe('none');
  });

  it('that come too often are told to come later', async () => {
    const send = (n: number) => enqueue(alert({ routing_key: tokens.noisy, dedup_key: `n${n}` }));
    expect(await Promise.all([1, 2, 3].map(async (n) => (await send(n)).status))).toEqual([202, 202, 202]);
    const refused = await send(4);
    expect([refused.status, refused.body.status, refused.headers.get('retry-after')]).toEqual([429, 'throttle exceeded', '20']);
    world.time.advanceTo(new Date(Date.parse(world.time.now()) + 20_000).toISOString());
    expect((await send(4)).status).toBe(202);
  });

  it('with a key that was revoked are nobody’s', async () => {
    const { key, keyId } = await scenario.give('ada', 'issueSourceKey', { source: 'monitor' }, { label: 'Second' });
    expect((await enqueue(alert({ routing_key: key, dedup_key: 'k2' }))).status).toBe(202);
    await scenario.give('ada', 'revokeSourceKey', { source: 'monitor' }, { keyId });
    expect((await enqueue(alert({ routing_key: key, dedup_key: 'k3' }))).status).toBe(400);
    expect((await enqueue(alert({ dedup_key: 'k3' }))).status).toBe(202);
  });
});

const shipment = (id: string, type: string, data: object = {}) =>
  new CloudEvent({
    id,
    source: '/northline',
    type: `com.northline.shipment.${type}`,
    subject: 'NL-1',
    data: {
      reason: 'Snow',
      destination: 'moss-ridge',
      pieces: 5,
      expressPrice: 950.5,
      value: '2000',
      neededBy: '2026-12-01T10:00:00+01:00',
      ...data,
    },
  });
type Sent = { readonly headers: Record<string, unknown>; readonly body: unknown };
const send = ({ headers, body }: Sent, token = tokens.carrier): Promise<Answer> =>
  client.call(null, '/intake/cloudevents', {
    raw: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { ...(headers as Record<string, string>), authorization: `Bearer ${token}` },
  });

describe('CloudEvents', () => {
  it('in either mode file, are noted and resolve; the same id again changes nothing', async () => {
    const filed = await send(HTTP.binary(shipment('1', 'delayed')));
    expect([filed.status, filed.body.outcome]).toEqual([202, 'filed']);
    const { issue } = filed.body;
    await world.node.engine.rest();
    expect(await pageOf(issue)).toMatchObject({
      facts: { kind: 'late', units: 5, neededBy: '2026-12-01T09:00:00.000Z' },
      partner: { code: 'northline' },
    });
    const outcomes = [];
    for (const event of [
      shipment('1', 'delayed'),
      shipment('2', 'delayed'),
      shipment('2', 'delayed'),
      shipment('3', 'accepted'),
      shipment('4', 'arrived'),
      shipment('4', 'arrived'),
      shipment('1', 'delayed'),
      shipment('2', 'delayed'),
      shipment('5', 'weighed'),
    ])
      outcomes.push((await send(HTTP.structured(event))).body);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'known',
      'noted',
      'known',
      'noted',
      'resolved',
      'known',
      'known',
      'known',
      'ignored',
    ]);
    expect(await typesOf(`issue-${issue}`)).toEqual(['IssueFiled', 'NoteAdded', 'NoteAdded', 'IssueResolved']);
    const again = await send(HTTP.structured(shipment('6', 'delayed')));
    expect(again.body.outcome).toBe('filed');
    expect(again.body.issue).not.toBe(issue);
  });

  it('in a batch are taken in order', async () => {
    const events = [shipment('b1', 'delayed'), shipment('b2', 'arrived')].map((event) =>
      JSON.parse(HTTP.structured(event.cloneWith({ subject: 'NL-7' })).body as string),
    );
    const answer = await send({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: events });
    expect([answer.status, answer.body.items.map(({ outcome }: Json) => outcome)]).toEqual([202, ['filed', 'resolved']]);
  });

  it('in a batch are taken all or none, where they come too often', async () => {
    const key = { headers: { 'content-type': 'application/cloudevents-batch+json' } };
    const events = ['s1', 's2'].map((id) => JSON.parse(HTTP.structured(shipment(id, 'delayed').cloneWith({ subject: id })).body as string));
    await scenario.give('ada', 'registerSource', {}, { source: 'slow', name: 'slow', mapping: mappingOf('cloudevents'), perMinute: 3 });
    const { key: token } = await scenario.give('ada', 'issueSourceKey', { source: 'slow' });
    expect((await send({ ...key, body: events }, token)).status).toBe(202);
    const before = await headOf();
    const more = events.map((event) => ({ ...event, id: `${event.id}-again` }));
    expect((await send({ ...key, body: more }, token)).status).toBe(429);
    expect(await headOf()).toBe(before);
    world.time.advanceTo(new Date(Date.parse(world.time.now()) + 20_000).toISOString());
    expect((await send({ ...key, body: more }, token)).body.items).toMatchObject([{ outcome: 'noted' }, { outcome: 'noted' }]);
  });

  it('need a token of a source, and no person’s', async () => {
    const event = HTTP.structured(shipment('9', 'delayed')) as Sent;
    for (const token of ['', 'x', tokens.monitor.toUpperCase(), world.tokens.feed, world.tokens.ada])
      expect((await send(event, token)).status).toBe(401);
    expect((await client.get(null, '/me', { authorization: `Bearer ${tokens.carrier}` })).status).toBe(401);
  });
});

describe('Standard Webhooks', () => {
  const hook = (type: string, ticket: string): Json => ({
    type,
    timestamp: 'x',
    data: { ticket, category: 'broken', subject: 'Screens are broken', school: 'moss-ridge' },
  });
  const post = (id: string, body: unknown, { at = world.time.now(), by = secret, source = 'desk' } = {}): Promise<Answer> => {
    const raw = JSON.stringify(body);
    const when = new Date(at);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(when.getTime() / 1000)),
      'webhook-signature': `v1,AAAA ${new Webhook(by).sign(id, when, raw)}`,
    };
    return client.call(null, `/intake/webhooks/${source}`, { raw, headers });
  };
  const seconds = (n: number): string => new Date(Date.parse(world.time.now()) + n * 1000).toISOString();

  it('file, note and resolve; the same webhook-id again changes nothing, also after the end', async () => {
    const outcomes = [];
    for (const [id, type] of [
      ['m1', 'opened'],
      ['m1', 'opened'],
      ['m2', 'assigned'],
      ['m3', 'solved'],
      ['m1', 'opened'],
      ['m3', 'solved'],
      ['m4', 'commented'],
    ] as const)
      outcomes.push((await post(id, hook(`ticket.${type}`, 'T-1'))).body.outcome);
    expect(outcomes).toEqual(['filed', 'known', 'noted', 'resolved', 'known', 'known', 'ignored']);
  });

  it('are taken for five minutes by our clock, and not when another made or changed them', async () => {
    const body = hook('ticket.opened', 'T-2');
    const before = await headOf();
    for (const answer of [
      await post('w1', body, { at: seconds(-301) }),
      await post('w1', body, { at: seconds(301) }),
      await post('w1', body, { by: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }),
      await post('w1', body, { source: 'monitor' }),
      await post('w1', body, { source: 'nobody' }),
      await client.call(null, '/intake/webhooks/desk', { raw: '{}' }),
    ])
      expect([answer.status, answer.body.type]).toEqual([401, '/problems/not-authenticated']);
    expect(await headOf()).toBe(before);
    expect((await post('w1', body, { at: seconds(-299) })).status).toBe(202);
  });

  it('may be signed with a secret that the sender made, or with an old one until it is revoked', async () => {
    const theirs = `whsec_${createHash('sha256').update('theirs').digest('base64')}`;
    const { keyId, key } = await scenario.give(
      'ada',
      'issueSourceKey',
      { source: 'desk' },
      { use: 'signature', label: 'Theirs', secret: theirs },
    );
    expect(key).toBe(theirs);
    expect((await post('s1', hook('ticket.opened', 'T-3'), { by: theirs })).status).toBe(202);
    expect((await post('s2', hook('ticket.opened', 'T-4'))).status).toBe(202);
    await scenario.give('ada', 'revokeSourceKey', { source: 'desk' }, { keyId });
    expect((await post('s3', hook('ticket.opened', 'T-5'), { by: theirs })).status).toBe(401);
    const short = await scenario.try(
      'ada',
      'issueSourceKey',
      { source: 'desk' },
      { use: 'signature', label: 'x', secret: 'whsec_c2hvcnQ=' },
    );
    expect([short.status, short.body.field]).toEqual([422, 'secret']);
  });
});

describe('what is not understood', () => {
  const odd = (n: number) =>
    alert(
      { dedup_key: `odd-${n}` },
      { severity: 'warning', component: 'dc-south', class: `Unheard${n}`, custom_details: { units: 'many' } },
    );

  it('is kept, seen, and sent again when the mapping is mended', async () => {
    expect((await enqueue(odd(1))).status).toBe(202);
    expect((await enqueue(odd(1))).status).toBe(202);
    const { items } = (await client.get('ada', `/sources/monitor/dead-letters?waitFor=${await headOf()}`)).body;
    expect(items).toMatchObject([{ protocol: 'pagerduty', problem: 'fact-wrong', field: 'units' }]);
    const at = { source: 'monitor', letter: items[0].letter };
    const seen = (await client.get('aud', `/sources/monitor/dead-letters/${at.letter}`)).body;
    expect(JSON.parse(seen.message)).toMatchObject({ key: 'odd-1', body: { payload: { class: 'Unheard1' } } });
    const log = JSON.stringify(await world.node.store.readFromIndex(0, 100_000));
    for (const word of ['Unheard1', tokens.monitor, secret]) expect(log).not.toContain(word);

    const still = await scenario.try('ada', 'sendDeadLetterAgain', at);
    expect([still.status, still.body]).toMatchObject([422, { field: 'units', detail: 'units must be a whole number' }]);
    const mapping = mappingOf('pagerduty');
    delete mapping.issue.units;
    await scenario.give('ada', 'changeSource', { source: 'monitor' }, { name: 'monitor', mapping, perMinute: 6000 });
    const sent = await scenario.give('ada', 'sendDeadLetterAgain', at);
    expect(sent).toMatchObject({ outcome: 'filed', events: [{ type: 'DeadLetterSent' }] });
    expect(await typesOf(`issue-${sent.issue}`)).toEqual(['IssueFiled']);
    expect((await scenario.try('ada', 'sendDeadLetterAgain', at)).status).toBe(404);
  });

  it('is sent again by administrators of the whole organisation alone, and nothing is filed for others', async () => {
    await scenario.give('ada', 'registerPerson', {}, { person: 'half', level: null, reportsTo: null });
    await scenario.give('ada', 'giveRole', { person: 'half' }, { role: 'auditor', scope: {} });
    await scenario.give('ada', 'giveRole', { person: 'half' }, { role: 'administrator', scope: { programme: 'tablets' } });
    const { token } = await scenario.give('ada', 'issueToken', { person: 'half' }, { until: null });
    const mapping = mappingOf('pagerduty');
    await scenario.give('ada', 'changeSource', { source: 'monitor' }, { name: 'monitor', mapping, perMinute: 6000 });
    await enqueue(odd(2));
    const { items } = (await client.get('ada', `/sources/monitor/dead-letters?waitFor=${await headOf()}`)).body;
    delete mapping.issue.units;
    await scenario.give('ada', 'changeSource', { source: 'monitor' }, { name: 'monitor', mapping, perMinute: 6000 });
    const before = await headOf();
    const path = scenario.pathOf('sendDeadLetterAgain', { source: 'monitor', letter: items[0].letter });
    const { status } = await client.call(null, path, { body: {}, headers: { authorization: `Bearer ${token}` } });
    expect([status, await headOf()]).toEqual([403, before]);
    expect((await scenario.give('ada', 'sendDeadLetterAgain', { source: 'monitor', letter: items[0].letter })).outcome).toBe('filed');
  });

  it('and is too long to be kept is refused in the words of its protocol', async () => {
    const mapping = mappingOf('pagerduty');
    await scenario.give('ada', 'changeSource', { source: 'monitor' }, { name: 'monitor', mapping, perMinute: 6000 });
    const before = await headOf();
    const { status, body } = await enqueue(alert({ dedup_key: 'long' }, { custom_details: { units: 'many', log: 'x'.repeat(17_000) } }));
    expect([status, body.status, body.errors]).toEqual([
      400,
      'invalid event',
      ['message must be well-formed text of 1 to 16000 characters'],
    ]);
    expect(await headOf()).toBe(before);
    expect((await enqueue(alert({ dedup_key: 'long' }, { custom_details: { units: 12, log: 'x'.repeat(17_000) } }))).status).toBe(202);
  });

  it('is kept up to a hundred messages, and dropped by hand', async () => {
    const mapping = mappingOf('pagerduty');
    mapping.issue.site = { from: 'payload.component', reason: 'As it says.' };
    await scenario.give('ada', 'changeSource', { source: 'monitor' }, { name: 'monitor', mapping, perMinute: 6000 });
    const strange = (n: number) => enqueue(alert({ dedup_key: `s-${n}` }, { component: `depot ${n}` }));
    for (let n = 0; n < 100; n++) expect((await strange(n)).status).toBe(202);
    const before = await headOf();
    for (let n = 100; n < 110; n++) expect((await strange(n)).status).toBe(429);
    expect(await headOf()).toBe(before);
    const { items } = (await client.get('ada', `/sources/monitor/dead-letters?waitFor=${before}`)).body;
    expect([items.length, items[0].problem, items[0].field]).toEqual([100, 'invalid-value', 'site']);
    await scenario.give('ada', 'dropDeadLetter', { source: 'monitor', letter: items[0].letter });
    expect((await strange(200)).status).toBe(202);
  });

  it('and sources are for administrators and auditors of the whole organisation', async () => {
    for (const who of ['dana', 'lee', 'kim', 'feed', 'sam'] as const) {
      expect((await client.get(who, '/sources')).status).toBe(403);
      expect((await scenario.try(who, 'registerSource', {}, { source: 'mine' })).status).toBe(403);
    }
    const { items } = (await client.get('aud', `/sources?waitFor=${await headOf()}`)).body;
    expect(items.map(({ source, waiting }: Json) => [source, waiting])).toEqual([
      ['carrier', 0],
      ['desk', 0],
      ['monitor', 100],
      ['noisy', 0],
      ['slow', 0],
    ]);
    expect(JSON.stringify(items)).not.toMatch(new RegExp(createHmac('sha256', 'x').update('x').digest('hex').slice(0, 8)));
  });
});

describe('a source', () => {
  it('does no more than its feed may, and nothing once it is closed', async () => {
    await scenario.give('ada', 'registerPerson', {}, { person: 'narrow' });
    await scenario.give('ada', 'giveRole', { person: 'narrow' }, { role: 'service', scope: { programme: 'tablets', region: 'North' } });
    await scenario.give('ada', 'giveRole', { person: 'narrow' }, { role: 'manager', scope: {} });
    await scenario.give('ada', 'registerSource', {}, { source: 'narrow', feed: 'narrow', mapping: mappingOf('pagerduty') });
    const { key } = await scenario.give('ada', 'issueSourceKey', { source: 'narrow' });
    const sent = (component: string, dedup_key: string) => enqueue(alert({ routing_key: key, dedup_key }, { component }));
    await sent('dc-north', 'in-north');
    await sent('dc-south', 'in-south');
    expect(await issueOf('narrow/in-north')).not.toBe('none');
    expect(await issueOf('narrow/in-south')).toBe('none');
    const { items } = (await client.get('ada', `/sources/narrow/dead-letters?waitFor=${await headOf()}`)).body;
    expect(items).toMatchObject([{ problem: 'not-allowed' }]);
    await scenario.give('ada', 'closeSource', { source: 'narrow' });
    expect((await sent('dc-north', 'late')).status).toBe(400);
    expect((await client.get('ada', `/sources/narrow?waitFor=${await headOf()}`)).body).toMatchObject({ status: 'closed', keys: [] });
  });
});
