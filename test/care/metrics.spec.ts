import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '../e2e/client.js';
import { Scenario } from '../e2e/scenario.js';
import { startWorld, type Name, type World } from '../e2e/world.js';
import { readExposition, type Family } from './exposition.js';

let world: World;
let client: Client;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
});
afterAll(() => world.close());

async function scrape(): Promise<{ readonly text: string; readonly families: readonly Family[] }> {
  const head = await world.node.store.head();
  if (head !== null) await Promise.all(['metrics', 'read-models'].map((name) => world.node.engine.waitFor(name, head.position)));
  const { status, headers, body } = await client.call(null, '//metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return { text: body as string, families: readExposition(body as string) };
}

/** The value of the one series of a name with these labels, among others. */
function valueOf(families: readonly Family[], name: string, labels: Record<string, string> = {}): number | undefined {
  const samples = families.flatMap((family) => family.samples).filter((sample) => sample.name === `gravitas_${name}`);
  return samples.find((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))?.value;
}

describe('/metrics', () => {
  it('counts what happens to a case, from its filing to its decision', async () => {
    const before = await scrape();
    const ask = { action: 'move_stock', recommendation: 'Take them from elsewhere.' };
    const { id } = await scenario.give('dana', 'fileIssue', {}, { ask, site: 'moss-ridge', order: null }, { prefer: 'wait=5' });
    await world.node.engine.rest();
    const waiting = await scrape();
    const escalation = (await client.get('lee', `/issues/${id}?waitFor=${(await world.node.store.head())?.index ?? 0}`)).body.escalations[0]
      .id;
    const level = String((await client.get('lee', `/issues/${id}`)).body.escalations[0].level);
    const items = (families: readonly Family[]) => valueOf(families, 'queue_items', { level, state: 'waiting' }) ?? 0;
    expect(items(waiting.families) - items(before.families)).toBe(1);

    await scenario.give('lee', 'acknowledge', { escalation }, {});
    await world.node.engine.rest();
    const { families } = await scrape();
    for (const [type, outcome] of [
      ['FileIssue', 'accepted'],
      ['OpenEscalation', 'accepted'],
      ['Acknowledge', 'accepted'],
    ] as const)
      expect([type, valueOf(families, 'commands_total', { type, outcome })]).toEqual([type, expect.any(Number)]);
    expect(valueOf(families, 'time_to_route_seconds_count')).toBeGreaterThan(0);
    expect(valueOf(families, 'time_to_acknowledge_seconds_count', { level })).toBe(1);
    expect(valueOf(families, 'level_load_percent', { level })).toBeGreaterThan(0);
    expect(valueOf(families, 'log_entries')).toBe(((await world.node.store.head())?.index ?? -1) + 1);
    for (const subscriber of ['router', 'timekeeper', 'directory', 'read-models', 'live', 'metrics']) {
      expect([subscriber, valueOf(families, 'subscriber_running', { subscriber })]).toEqual([subscriber, 1]);
      expect([subscriber, valueOf(families, 'subscriber_lag_entries', { subscriber })]).toEqual([subscriber, 0]);
    }
    expect(valueOf(families, 'event_loop_lag_seconds', { quantile: '0.99' })).toBeGreaterThanOrEqual(0);
  });

  it('counts refusals by problem, of requests and of commands', async () => {
    await client.get('dana', '/issues/nowhere');
    await client.get(null, '/me');
    const { families } = await scrape();
    expect(valueOf(families, 'refusals_total', { problem: 'not-authenticated' })).toBe(1);
    expect(families.find(({ name }) => name === 'gravitas_refusals_total')?.samples.length).toBeGreaterThan(1);
  });

  it('names nobody, no case, and nothing that anybody wrote', async () => {
    const { text, families } = await scrape();
    for (const name of Object.keys(world.tokens)) expect(text).not.toMatch(new RegExp(`"${name}"`));
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|gvt_|moss-ridge|elsewhere/);
    const labels = new Set(families.flatMap(({ samples }) => samples.flatMap((sample) => Object.keys(sample.labels))));
    expect([...labels].sort()).toEqual(['le', 'level', 'outcome', 'problem', 'quantile', 'state', 'subscriber', 'type']);
    expect(families.every(({ name, help, type }) => name.startsWith('gravitas_') && help !== '' && type !== '')).toBe(true);
  });

  it('is for this machine, and from elsewhere for who looks after the whole organisation', async () => {
    const through = (who: Name | null) => client.call(who, '//metrics', { headers: { 'x-forwarded-for': '10.0.0.7' } });
    expect(await through(null)).toMatchObject({ status: 401, body: { type: '/problems/not-authenticated' } });
    expect(await through('dana')).toMatchObject({ status: 403, body: { type: '/problems/not-allowed' } });
    expect(await through('ada')).toMatchObject({ status: 200 });
  });

  it('reads nothing of the log, however long it is', async () => {
    const { store } = world.node;
    const reads = (['readAll', 'readFromIndex', 'readStream'] as const).map((name) => jest.spyOn(store, name));
    await client.call(null, '//metrics');
    for (const read of reads) expect(read).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});
