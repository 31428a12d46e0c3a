import pg from 'pg';
import { VaultFailed, VaultFull, type VaultError } from '../errors.js';

/** Commands seal at the same time on so many connections; more wait for one of them. */
const MOST_CONNECTIONS = 8;
const DISK_FULL = '53100';

/** Connections that wait for the disk before they say that something is committed, whatever the database does by itself. */
export function openPool(url: string): pg.Pool {
  const { connectionString, options } = settingsOf(url);
  const pool = new pg.Pool({ connectionString, options, max: MOST_CONNECTIONS, application_name: 'gravitas vault' });
  // A connection that breaks is made anew; whoever uses it is told by what they asked.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** An error of the driver as one of the port's. */
export function driverError(error: unknown): VaultError {
  const { code = 'UNKNOWN', message } = error as { readonly code?: string; readonly message: string };
  return code === DISK_FULL ? new VaultFull() : new VaultFailed(`${message} (${code})`);
}

/** Ours come after the `options` of the URL, and so count. */
function settingsOf(url: string): { readonly connectionString: string; readonly options: string } {
  const parsed = new URL(url);
  const own = parsed.searchParams.get('options') ?? '';
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options: `${own} -c synchronous_commit=on`.trim() };
}
