import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Client } from '../e2e/client.js';
import { startWorld, type World } from '../e2e/world.js';

const blocksOf = (path: string) => {
  const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => [kind, text] as const);
  return (kind: string): string => blocks.find(([name]) => name === kind)?.[1] ?? '';
};
const files = blocksOf('docs/import.md');
const intake = blocksOf('docs/intake.md');

let world: World;
let client: Client;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
});
afterAll(() => world.close());

describe('the files of docs/import.md', () => {
  it.each(['people', 'sites', 'partners', 'orders'])('of %s are taken', async (kind) => {
    const path = kind === 'people' ? '/people' : `/programmes/tablets/${kind}`;
    const { body } = await client.call('ada', `${path}/import`, { raw: files(`csv ${kind}`), headers: { 'content-type': 'text/csv' } });
    expect(body).toMatchObject({ rowsRejected: 0, faults: [] });
    expect(body.rowsRead).toBeGreaterThan(0);
  });
});

describe('the source of docs/intake.md', () => {
  it('is registered, gets a key, and files', async () => {
    const source = JSON.parse(intake('json registerSource'));
    expect((await client.post('ada', '/sources', source)).status).toBe(201);
    const { key } = (await client.post('ada', '/sources/trucks/issue-key', { use: 'token', label: 'First' })).body;
    const payload = { summary: 'Held', source: 't', severity: 'critical', class: 'DeliveryLate', component: 'moss-ridge' };
    const sent = await client.call(null, '//v2/enqueue', { body: { routing_key: key, event_action: 'trigger', dedup_key: 'k', payload } });
    expect(sent.status).toBe(202);
    const log = await world.node.store.readFromIndex(0, 100_000);
    expect(log.find(({ type }) => type === 'IssueFiled')?.data).toMatchObject({
      kind: 'late',
      site: 'moss-ridge',
      externalReference: 'trucks/k',
    });
  });
});
