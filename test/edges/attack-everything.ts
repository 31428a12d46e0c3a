import { Client } from '../e2e/client.js';
import { EventSource } from '../e2e/event-source.js';
import { PLAYS, playsOf } from '../e2e/plays.js';
import { startWorld } from '../e2e/world.js';
import { operationsOf } from './api.js';
import { attack, AttackedScenario, groundOf, Tally } from './bad-input.js';
import { attackFirstDays } from './first-day.js';
import { requestOf, type Twin } from './mutation.js';
import { closeConnections, sendRaw } from './raw-request.js';
import { viewTwins } from './view-twins.js';

/** Attacks every route of a server; what succeeds in the end is each twin, in the very state in which its cases were refused. */
export async function attackEverything(seed: number, oneIn: number): Promise<Tally> {
  const tally = new Tally();
  const world = await startWorld();
  try {
    const client = await Client.of(world);
    const scenario = new AttackedScenario(client, world, { tally, seed, oneIn });
    const plays = playsOf(world, scenario);
    for (const play of PLAYS) await plays[play]();
    for (const twin of await viewTwins(client, world)) {
      await requireWell(world.url, twin);
      await attack(groundOf(world), twin, { tally, seed, oneIn });
      await requireWell(world.url, twin);
    }
    if (oneIn === 1) {
      await attackFirstDays({ tally, seed, oneIn });
      requireEveryRoute(client, tally);
    }
    return tally;
  } finally {
    closeConnections();
    await world.close();
  }
}

/** A route that nobody attacks fails: it needs a play in which its command is accepted, or ids for its view. */
function requireEveryRoute(client: Client, { byRoute }: Tally): void {
  const missing = operationsOf(client.document).filter(({ method, path }) => !byRoute.has(`${method} ${path}`));
  if (missing.length > 0) throw new Error(`no bad input for ${missing.map(({ id }) => id).join(', ')}`);
}

async function requireWell(url: string, twin: Twin): Promise<void> {
  if (twin.operation.id === 'stream') {
    const stream = await EventSource.open(url + requestOf(twin).path, twin.headers);
    return stream.close();
  }
  const { status, body } = await sendRaw(url, requestOf(twin));
  if (status !== 200) throw new Error(`${twin.operation.id} itself is answered with ${status}: ${JSON.stringify(body)}`);
}
