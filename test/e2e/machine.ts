import type { Json } from './client.js';
import type { Scenario } from './scenario.js';
import type { World } from './world.js';

/** Sends messages as a machine does that has a token of a source. */
export interface Machine {
  readonly source: string;
  /** What the Events API answers. */
  enqueue(event: object): Promise<Json>;
  /** Id of a message that was not understood. */
  readonly misunderstood: () => Promise<string>;
}

/** Registers a source by the example of the document, with a key. */
export async function machineOf(world: World, scenario: Scenario, source: string): Promise<Machine> {
  const { client } = scenario;
  await scenario.give('ada', 'registerSource', {}, { source });
  const { key } = await scenario.give('ada', 'issueSourceKey', { source });
  const enqueue = async (event: object): Promise<Json> => {
    const { status, body } = await client.call(null, '//v2/enqueue', { body: { routing_key: key, event_action: 'trigger', ...event } });
    if (status !== 202) throw new Error(`the event was refused: ${JSON.stringify(body)}`);
    return body;
  };
  let sent = 0;
  return {
    source,
    enqueue,
    misunderstood: async () => {
      const payload = { summary: 'Held', source: 'truck', severity: 'info', component: `depot ${sent++}` };
      await enqueue({ dedup_key: `odd-${sent}`, payload });
      const letters = await world.node.store.readStream(`deadletters-${source}`);
      return letters.findLast(({ type }) => type === 'DeadLetterKept')?.data['letter'] as string;
    },
  };
}

/** Messages are no commands of people: their answers, their refusals and their suite of bad input (test/edges/machines.spec.ts) are their own. */
export const isMessage = (operation: Json): boolean => operation.tags.includes('Messages') as boolean;
