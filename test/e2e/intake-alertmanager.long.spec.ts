import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-store';
import { Alertmanager, hasAlertmanager } from './alertmanager.js';
import { Client } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

const missing = !hasAlertmanager();
if (missing && process.env['REQUIRE_DEBIAN'] === '1')
  throw new Error('prometheus-alertmanager is not installed (apt-get install prometheus-alertmanager)');
if (missing)
  process.stderr.write('\nNOT RUN: alerts of a real Alertmanager; it is not installed (apt-get install prometheus-alertmanager)\n\n');

let world: World;
let alertmanager: Alertmanager;
const events: RecordedEvent[] = [];
const reading = new AbortController();
let heard = Promise.withResolvers<void>();

/** Resolves when the log holds what is looked for. Nothing is waited for but the log. */
async function inLog(what: (event: RecordedEvent) => boolean): Promise<RecordedEvent> {
  for (;;) {
    const found = events.find(what);
    if (found !== undefined) return found;
    await heard.promise;
  }
}

const ofTruck = (type: string, truck: string) => (event: RecordedEvent) => event.type === type && streams.get(truck) === event.stream;
/** The issue of each truck, by its title. */
const streams = new Map<string, string>();
const alert = (truck: string, more: object = {}) => ({
  labels: { alertname: 'DeliveryLate', truck, depot: 'dc-south', units: '1792' },
  annotations: { summary: `Truck ${truck} is held at the state line` },
  ...more,
});

const real = missing ? describe.skip : describe;

real('a real Alertmanager that believes that we are PagerDuty', () => {
  beforeAll(async () => {
    world = await startWorld();
    const scenario = new Scenario(await Client.of(world));
    const mapping: unknown = JSON.parse(readFileSync(new URL('../../examples/intake/pagerduty.json', import.meta.url), 'utf8'));
    await scenario.give('ada', 'registerSource', {}, { source: 'alertmanager', name: 'Alertmanager', mapping, perMinute: 6000 });
    const { key } = await scenario.give('ada', 'issueSourceKey', { source: 'alertmanager' });
    alertmanager = await Alertmanager.start(`${world.url}/v2/enqueue`, key as string);
    void follow();
  }, 60_000);
  afterAll(async () => {
    reading.abort();
    await alertmanager.stop();
    await world.close();
  });

  it('files an issue for each group of alerts, with the facts that the mapping names', async () => {
    await alertmanager.post(alert('254'), alert('255'), alert('255', { labels: { ...alert('255').labels, pallet: '2' } }));
    for (const truck of ['254', '255']) {
      const filed = await inLog(({ type, data }) => type === 'IssueFiled' && titleOf(data) === `Truck ${truck} is held at the state line`);
      streams.set(truck, filed.stream);
      expect(filed).toMatchObject({
        actor: 'feed',
        auth: { method: 'source', id: 'alertmanager' },
        data: {
          programme: 'tablets',
          kind: 'late',
          site: 'moss-ridge',
          units: 1792,
          externalReference: expect.stringMatching(/^alertmanager\//),
        },
      });
      await inLog(({ type, stream }) => type === 'IssueRouted' && stream === filed.stream.replace('issue-', 'routing-'));
    }
    expect(events.filter(({ type }) => type === 'IssueFiled')).toHaveLength(2);
  }, 60_000);

  it('resolves what it filed, when its alerts are resolved, and files it anew when they come back', async () => {
    await alertmanager.post(alert('254', { endsAt: new Date(Date.now() - 1000).toISOString() }));
    await inLog(ofTruck('IssueResolved', '254'));
    await alertmanager.post(alert('254', { endsAt: new Date(Date.now() + 3_600_000).toISOString() }));
    const again = await inLog(({ type, data }) => type === 'IssueFiled' && (data['externalReference'] as string).endsWith('#2'));
    expect(again.stream).not.toBe(streams.get('254'));
    expect(events.filter(({ type }) => type === 'IssueResolved')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'IssueFiled')).toHaveLength(3);
  }, 60_000);

  it('was never told that something went wrong', async () => {
    expect(await alertmanager.failures()).toBe(0);
    expect(events.filter(({ type }) => type === 'DeadLetterKept')).toEqual([]);
  });
});

async function follow(): Promise<void> {
  for await (const message of world.node.store.subscribe(null, { signal: reading.signal })) {
    if (message.kind !== 'event') continue;
    const [data] = await world.node.unseal([message.event]);
    events.push({ ...message.event, data: data ?? message.event.data });
    heard.resolve();
    heard = Promise.withResolvers();
  }
}

function titleOf(data: RecordedEvent['data']): string {
  return data['title'] as string;
}
