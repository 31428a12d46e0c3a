/** Who takes part in the HTTP benches: servers and a client, each a process of its own. */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DEMO_SEED, demoTokens } from '#connect';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
/** Of somebody of the demo, by the card that they hold. */
export const tokenOf = (card) => demoTokens(DEMO_SEED).find((one) => one.card === card).text;

export const filing = { programme: 'devices', title: 'Cartons are crushed', kind: 'damaged', site: 'alder-county', units: 12 };
const request = { path: '/api/v1/issues', body: JSON.stringify(filing), token: tokenOf('regional_manager') };

/** A script that prints `ready at URL`. */
export async function started(script, env = {}) {
  const child = spawn(process.execPath, [path(script)], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready at (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, stop: () => stopped(child) };
  }
  throw new Error(`${script} did not start`);
}

/** The server over a demo of its own, without a limit to the rate of one caller. */
export async function startDemoServer() {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
  const data = join(folder, 'data');
  execFileSync(process.execPath, [path('../dist/apps/cli/src/main.js'), 'demo', '--data', data, '--volume', '1']);
  const { url, stop } = await started('../dist/apps/server/src/main.js', {
    GRAVITAS_DATA: data,
    GRAVITAS_PORT: '0',
    GRAVITAS_LOG_LEVEL: 'error',
    GRAVITAS_RATE_PER_TOKEN: '0',
    GRAVITAS_RATE_PER_ADDRESS: '0',
  });
  return {
    url,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `load` gives requests a second. */
export function loadClient() {
  const child = fork(path('load-client.mjs'));
  return {
    load: async ({ url, connections, requests }) => {
      child.send({ ...request, url, connections, requests });
      const [{ seconds, error }] = await once(child, 'message');
      if (error !== undefined) throw new Error(error);
      return requests / seconds;
    },
    stop: () => stopped(child),
  };
}

function stopped(child) {
  return new Promise((done) => child.once('exit', done).kill('SIGTERM'));
}
