import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loggerOf } from './application.js';
import { ConfigInvalid, configOf, type Config } from './config.js';
import { makeDemo } from './demo/make-demo.js';
import { withoutSecrets } from './http/secrets.js';
import { startServer } from './server.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const config = configOf();
  const { log, readModels, vault, role, leaseMilliseconds } = config;
  const folder = await dataFolder(config);
  const options = { folder, log, readModels, vault, role, leaseMilliseconds };
  const logger = loggerOf(config.logLevel);
  const stop = Promise.withResolvers<'stop'>();
  let asked: 'stop' | 'over' | undefined;
  while (asked !== 'stop') {
    const server = await startServer(options, config, logger);
    if (asked === undefined) for (const signal of SIGNALS) process.on(signal, () => stop.resolve('stop'));
    process.stdout.write(`Gravitas is ready at ${server.url}\n`); // whoever waits for this may stop it at once
    asked = await Promise.race([stop.promise, server.node.over.then(() => 'over' as const)]);
    await server.close();
    if (asked === 'over') process.stderr.write('gravitas: another process does the work now; this one begins anew and stands by\n');
  }
}

/** As configured; else `./data`, if it is there; else the demonstration in `./data-demo`, made on the first start. null: in memory. */
async function dataFolder({ data, log }: Config): Promise<string | null> {
  if (data !== null) return data;
  if (log?.kind === 'memory') return null;
  const own = resolve('data');
  if (log !== null || existsSync(own)) return own;
  const demo = resolve('data-demo');
  if (!existsSync(demo)) await makeDemo(demo, sayDay);
  return demo;
}

function sayDay(done: number, of: number): void {
  if (done % 5 === 0 || done === of) process.stderr.write(`gravitas: making the demo, day ${done} of ${of}\n`);
}

/** Expected failures are one line. */
function fail(error: unknown): void {
  const expected = error instanceof ConfigInvalid || (error instanceof Error && 'retry' in error) || isAddressTaken(error);
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`gravitas: ${withoutSecrets(text)}\n`);
  process.exitCode = 1;
}

function isAddressTaken(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes((error as { code?: string }).code ?? '');
}

await main().catch(fail);
