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
  const { log, readModels } = config;
  const folder = await dataFolder(config);
  const server = await startServer({ folder, log, readModels }, config, loggerOf(config.logLevel));
  process.stdout.write(`Gravitas is ready at ${server.url}\n`);
  let closing: Promise<void> | undefined;
  for (const signal of SIGNALS) process.on(signal, () => void (closing ??= server.close().catch(fail)));
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
