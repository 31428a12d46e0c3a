/**
 * From the first byte of a filing to the moment at which the stream tells that its escalation stands in the queue, against one durable
 * append through the port: both at the same arrivals, which come by the clock whether or not the one before is answered.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { newEvent } from './events.mjs';
import { filing, startDemoServer, tokenOf } from './http-parties.mjs';

const A_SECOND = 50;
const ARRIVALS = 250;
/** A safety exposure goes to the top level, whatever else is known. */
const body = JSON.stringify({ ...filing, exposure: 'safety' });

/** Milliseconds that each arrival took, sorted. */
async function arrivals(one) {
  const start = performance.now();
  const all = Array.from({ length: ARRIVALS }, async (_, n) => {
    const due = start + (n * 1000) / A_SECOND;
    await new Promise((ring) => setTimeout(ring, Math.max(0, due - performance.now())));
    const began = performance.now();
    return (await one(n)) - began;
  });
  return (await Promise.all(all)).sort((a, b) => a - b);
}

/** Tells when an issue's escalation was told of. */
async function follow(url) {
  const [stream] = await once(get(`${url}/api/v1/stream`, { headers: { authorization: `Bearer ${tokenOf('auditor')}` } }), 'response');
  const told = new Map();
  const of = (issue) => {
    if (!told.has(issue)) told.set(issue, Promise.withResolvers());
    return told.get(issue);
  };
  createInterface({ input: stream }).on('line', (line) => {
    if (!line.startsWith('data: ')) return;
    const { type, issue } = JSON.parse(line.slice('data: '.length));
    if (type === 'EscalationOpened') of(issue).resolve(performance.now());
  });
  return { inQueue: (issue) => of(issue).promise, stop: () => stream.destroy() };
}

async function file(agent, url) {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${tokenOf('regional_manager')}`,
  };
  const call = request(`${url}/api/v1/issues`, { method: 'POST', agent, headers }).end(body);
  const [answer] = await once(call, 'response');
  const { id } = JSON.parse((await answer.toArray()).join(''));
  if (answer.statusCode !== 201) throw new Error(`answered ${answer.statusCode}`);
  return id;
}

const at = (share) => (sorted) => sorted[Math.ceil(sorted.length * share) - 1];

function bench(name, goal, figure) {
  return {
    name: `filed → routed → in the queue over SSE at ${A_SECOND} filings a second, ${name}`,
    target: `≤ ${goal} × one durable append at the same arrivals`,
    better: 'less',
    goal,
    unit: 'milliseconds',
    setUp: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
      const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
      const server = await startDemoServer();
      const agent = new Agent({ keepAlive: true });
      const followed = await follow(server.url);
      let next = 0;
      const append = async () => {
        await store.append(`issue-${next++}`, 'noStream', [newEvent(next)]);
        return performance.now();
      };
      return {
        baseline: async () => figure(await arrivals(append)),
        measured: async () => figure(await arrivals(async () => followed.inQueue(await file(agent, server.url)))),
        tearDown: async () => {
          followed.stop();
          agent.destroy();
          await server.stop();
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

export const benches = [bench('p50', 4, at(0.5)), bench('p99', 6, at(0.99))];
