import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { AnyDatabase } from '../statements.js';

/** Types of PostgreSQL by their number. */
const INT8 = 20;
const NUMERIC = 1700;

/** Integers are safe integers, and sums of them too: numbers, as every other database gives them. */
function numbers(oid: number): (text: string) => unknown {
  if (oid === INT8 || oid === NUMERIC) return Number;
  return pg.types.getTypeParser(oid) as (text: string) => unknown;
}

export interface ConnectionOptions {
  readonly most: number;
  /** How the server shows the connections to whoever looks for them. */
  readonly name: string;
  /** Whether what is committed waits for the disk. */
  readonly durable: boolean;
}

/** A pool of connections. One that breaks while nobody uses it is made anew; one in use says so to its user. */
export function connect(url: string, { most, name, durable }: ConnectionOptions): Kysely<AnyDatabase> {
  const pool = new pg.Pool({
    ...settingsOf(url, `-c jit=off -c synchronous_commit=${durable ? 'on' : 'off'}`),
    max: most,
    application_name: name,
    types: { getTypeParser: numbers as typeof pg.types.getTypeParser },
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<AnyDatabase>({ dialect: new PostgresDialect({ pool }) });
}

/** `options` of the URL come last, and so count. */
function settingsOf(url: string, options: string): { readonly connectionString: string; readonly options: string } {
  const parsed = new URL(url);
  const own = parsed.searchParams.get('options');
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options: own === null ? options : `${options} ${own}` };
}
