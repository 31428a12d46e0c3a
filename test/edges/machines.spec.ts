import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../e2e/client.js';
import { Scenario } from '../e2e/scenario.js';
import { startWorld, type World } from '../e2e/world.js';
import { cloudEventsSender } from './cloudevents-cases.js';
import { wireOf, type Said } from './machine-case.js';
import { pagerDutySender } from './pagerduty-cases.js';
import { closeConnections, sendRaw, type RawAnswer } from './raw-request.js';
import { webhookSender } from './webhook-cases.js';

/** Sources by what they send, each with a key. */
const SOURCES = { monitor: 'pagerduty', carrier: 'cloudevents', desk: 'webhook' } as const;

let world: World;
let client: Client;
const keys = {} as Record<keyof typeof SOURCES, string>;
let sent = 0;

beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  const scenario = new Scenario(client);
  for (const [source, example] of Object.entries(SOURCES)) {
    const mapping: unknown = JSON.parse(readFileSync(new URL(`../../examples/intake/${example}.json`, import.meta.url), 'utf8'));
    await scenario.give('ada', 'registerSource', {}, { source, name: source, mapping, perMinute: 6000 });
    const use = source === 'desk' ? 'signature' : 'token';
    keys[source as keyof typeof SOURCES] = (await scenario.give('ada', 'issueSourceKey', { source }, { use })).key;
  }
});
afterAll(async () => {
  closeConnections();
  await world.close();
});

const SENDERS = [
  pagerDutySender(() => keys.monitor),
  cloudEventsSender(() => keys.carrier),
  webhookSender(() => ({ source: 'desk', secret: keys.desk, now: world.time.now() })),
];

async function head(): Promise<number> {
  await world.node.engine.rest();
  return (await world.node.store.head())?.index ?? -1;
}

/** What no route documents of itself: it is answered before a route is found, or before there is a request. */
const OF_NO_ROUTE = [405, 431];

describe.each(SENDERS)('$route', ({ route, cases, said, sends }) => {
  const send = (message: Said, number: number): Promise<RawAnswer> => sendRaw(world.url, wireOf(message, number, sends));

  it.each(cases)('$at: refused, and nothing of it is left; without that, the message is taken', async (one) => {
    const number = sent++;
    const usual = said(number);
    const twin = { ...usual, ...one.of?.(usual) };
    const before = await head();
    const { status, headers, body } = await send({ ...twin, ...one.change(twin) }, number);
    const { refused } = one;
    const named = Object.fromEntries(Object.keys(refused.body).map((name) => [name, body[name]]));
    expect([status, String(headers['content-type']).split(';')[0], named]).toEqual([refused.status, refused.type, refused.body]);
    expect(headers).toMatchObject(refused.headers ?? {});
    const documented = client.document.paths[route].post.responses[status]?.content ?? {};
    if (!OF_NO_ROUTE.includes(status)) expect(Object.keys(documented)).toContain(refused.type);
    expect(await head()).toBe(before);

    expect((await send(twin, number)).status).toBe(202);
    if (one.of === undefined) expect(await head()).toBeGreaterThan(before);
  });

  it('has at least 20 such cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(20);
    expect(new Set(cases.map(({ at }) => at)).size).toBe(cases.length);
  });
});
