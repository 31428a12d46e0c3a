import type { Client, Json } from '../e2e/client.js';
import { machineOf } from '../e2e/machine.js';
import { Scenario } from '../e2e/scenario.js';
import type { World } from '../e2e/world.js';
import { bearer } from './bad-input.js';
import { operationsOf } from './api.js';
import type { Twin } from './mutation.js';

/** A twin for every GET route, and for those that take a file, in a world in which everything has happened once. */
export async function viewTwins(client: Client, world: World): Promise<readonly Twin[]> {
  const ids = await idsIn(client, world);
  return operationsOf(client.document)
    .filter(({ method, id, file }) => (method === 'GET' && id !== 'demoClock') || file !== null)
    .map((operation) => {
      const query = Object.fromEntries(
        operation.parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => [name, VALUES[name] ?? '']),
      );
      const params = { ...ids, code: CODES[operation.id] ?? 'moss-ridge' };
      const headers: Record<string, string> = operation.isPublic
        ? {}
        : { authorization: bearer(world, operation.method === 'GET' ? 'aud' : 'ada') };
      return { operation, params, query, body: null, headers };
    });
}

const VALUES: Readonly<Record<string, string>> = {
  programme: 'tablets',
  since: '2026-01-01T00:00:00.000Z',
  from: '2026-11-23T00:00:00.000Z',
  until: '2026-11-24T00:00:00.000Z',
};
const CODES: Readonly<Record<string, string>> = { partner: 'northline', order: 'PO-118' };

async function idsIn(client: Client, world: World): Promise<Readonly<Record<string, string>>> {
  const scenario = new Scenario(client);
  const ask = { action: 'move_stock', spend: null, recommendation: 'Take them from Pine Hill.' };
  const { id: issue } = await scenario.give('dana', 'fileIssue', {}, { order: null, ask });
  await scenario.give('lee', 'putPersonForward', { programme: 'tablets', code: 'northline' });
  const machine = await machineOf(world, scenario, 'lorries');
  const letter = await machine.misunderstood();
  await world.node.engine.rest();
  const head = String((await world.node.store.head())?.index);
  const { body: page } = await client.get('aud', `/issues/${issue as string}?waitFor=${head}`);
  const first = async (path: string): Promise<Json> => (await client.get('aud', `${path}?waitFor=${head}`)).body.items[0];
  const streams = async (prefix: string): Promise<string> => {
    const events = await world.node.store.readFromIndex(0, 10_000);
    const opened = events.findLast(({ stream, type }) => stream.startsWith(prefix) && type.endsWith('Opened'));
    return (opened?.stream ?? '').slice(prefix.length);
  };
  return {
    issue,
    decision: (await first('/decisions')).id,
    escalation: page.escalations[0].id,
    callSheet: await streams('callsheet-'),
    playbook: await streams('playbook-'),
    person: 'lee',
    programme: 'tablets',
    calendar: 'weekdays',
    hash: (await first('/policies')).hash,
    index: '0',
    source: machine.source,
    letter,
  };
}
