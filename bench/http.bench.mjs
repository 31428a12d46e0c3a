/** POST /issues, durable on SQLite, from 64 connections, against the same Nest + Fastify route that validates and stores nothing. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DEMO_SEED, demoTokens } from '#connect';
import { seconds } from './measure.mjs';

const CONNECTIONS = 64;
const REQUESTS = 4_000;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const token = demoTokens(DEMO_SEED)[0].text;
const body = JSON.stringify({ programme: 'devices', title: 'Cartons are crushed', kind: 'damaged', site: 'alder-county', units: 12 });

async function started(script, env = {}) {
  const child = spawn(process.execPath, [path(script)], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready at (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, stop: () => new Promise((done) => child.once('exit', done).kill('SIGTERM')) };
  }
  throw new Error(`${script} did not start`);
}

function post(agent, url) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` };
  return new Promise((done, failed) => {
    const call = request(`${url}/api/v1/issues`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode === 201 ? done() : failed(new Error(`answered ${answer.statusCode}`))));
    });
    call.on('error', failed);
    call.end(body);
  });
}

/** Requests a second; an answer other than 201 ends the bench. */
async function load(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = REQUESTS;
  const connection = async () => {
    while (left-- > 0) await post(agent, url);
  };
  const took = await seconds(() => Promise.all(Array.from({ length: CONNECTIONS }, connection)));
  agent.destroy();
  return REQUESTS / took;
}

export const benches = [
  {
    name: 'POST /issues durable, 64 connections',
    target: '≥ 50% of a Nest + Fastify route that stores nothing; 0 errors',
    better: 'more',
    goal: 0.5,
    unit: 'requests a second',
    setUp: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
      const data = join(folder, 'data');
      execFileSync(process.execPath, [path('../dist/apps/cli/src/main.js'), 'demo', '--data', data, '--volume', '1']);
      const ours = await started('../dist/apps/server/src/main.js', {
        GRAVITAS_DATA: data,
        GRAVITAS_PORT: '0',
        GRAVITAS_LOG_LEVEL: 'error',
      });
      const bare = await started('baseline/nest-route.mjs');
      return {
        baseline: () => load(bare.url),
        measured: () => load(ours.url),
        tearDown: async () => {
          await Promise.all([ours.stop(), bare.stop()]);
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
];
