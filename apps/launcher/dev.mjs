/** The server on demo data, built and started again whenever a source changes. */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { exitOf, passSignalsTo, root, runNode, spawnNode } from './runtime.mjs';

const settleMs = 100;

/** Resolves to the server's exit code once we are told to stop. */
export function dev(serverArgs) {
  const env = { ...process.env, GRAVITAS_DATA: process.env.GRAVITAS_DATA ?? join(root, 'data-demo') };
  let server;
  let timer;
  let stopping = false;
  let restarting = Promise.resolve();
  const isUp = () => server.exitCode === null && server.signalCode === null;

  const start = () => {
    server = spawnNode(serverArgs, { env });
  };
  const restart = async () => {
    const code = await runNode([join(root, 'apps/launcher/build.mjs')]);
    if (code !== 0 || stopping) return;
    if (isUp()) {
      server.kill('SIGTERM');
      await exitOf(server);
    }
    if (!stopping) start();
  };

  start();
  for (const folder of ['apps', 'libs']) {
    watch(join(root, folder), { recursive: true }, (_, name) => {
      if (!/\.(ts|json)$/.test(name ?? '') || name.endsWith('.spec.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(() => (restarting = restarting.then(restart)), settleMs);
    });
  }
  return new Promise((resolve) => {
    passSignalsTo(() => server);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
      process.once(signal, async () => {
        stopping = true;
        if (isUp()) await exitOf(server);
        resolve(server.exitCode ?? 0);
        setImmediate(() => process.exit());
      });
    }
  });
}
