import 'reflect-metadata';
import { resolve } from 'node:path';
import { loggerOf } from './application.js';
import { ConfigInvalid, configOf, type Config } from './config.js';
import { startServer } from './server.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function main(): Promise<void> {
  const config = configOf();
  const logger = loggerOf(config.logLevel);
  const { log, readModels } = config;
  const server = await startServer({ folder: folderOf(config), log, readModels }, config, logger);
  process.stdout.write(`Gravitas is ready at ${server.url}\n`);
  let closing: Promise<void> | undefined;
  for (const signal of SIGNALS) process.on(signal, () => void (closing ??= server.close().catch(fail)));
}

/** The data folder: as configured, else `./data`; nothing but memory for a log in memory. */
function folderOf({ data, log }: Config): string | null {
  if (data === null && log?.kind === 'memory') return null;
  return data ?? resolve('data');
}

/** Expected failures are one line. */
function fail(error: unknown): void {
  const expected = error instanceof ConfigInvalid || (error instanceof Error && 'retry' in error) || isAddressInUse(error);
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`gravitas: ${text}\n`);
  process.exitCode = 1;
}

function isAddressInUse(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes((error as { code?: string }).code ?? '');
}

await main().catch(fail);
