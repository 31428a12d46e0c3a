import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { ReadModelsAway } from '../errors.js';
import type { AnyDatabase } from '../statements.js';

/** Types of PostgreSQL by their number. */
const INT8 = 20;
const NUMERIC = 1700;

/** Integers are safe integers, and sums of them too: numbers, as every other database gives them. */
function numbers(oid: Parameters<typeof pg.types.getTypeParser>[0]): (text: string) => unknown {
  const type: number = oid;
  if (type === INT8 || type === NUMERIC) return Number;
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
  return new Kysely<AnyDatabase>({ dialect: new PostgresDialect({ pool: sayingWhenAway(pool) }) });
}

/** `options` of the URL come last, and so count. */
function settingsOf(url: string, options: string): { readonly connectionString: string; readonly options: string } {
  const parsed = new URL(url);
  const own = parsed.searchParams.get('options');
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options: own === null ? options : `${options} ${own}` };
}

/** The pool, with its errors of connections as the port's. */
function sayingWhenAway(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const told = (client: pg.PoolClient): PostgresPoolClient => {
    const query = client.query.bind(client) as unknown as (...asked: readonly unknown[]) => Promise<unknown>;
    const wrapped = Object.create(client, {
      query: { value: (...asked: readonly unknown[]) => query(...asked).catch(tell) },
      release: { value: (broken?: Error | boolean) => client.release(broken) },
    }) as PostgresPoolClient;
    known.set(client, wrapped);
    return wrapped;
  };
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect().catch(tell);
      return known.get(client) ?? told(client);
    },
    end: () => pool.end(),
  };
}

/** Of a server that is away, starts or stops (classes 08 and 57P), has no room for another connection (53), or of the network. */
const AWAY = /^(08|53|57P)|^E[A-Z]+$/;
/** What the driver says by itself, without a code, when a connection is gone. */
const GONE = /^(Connection terminated|timeout|Client has encountered a connection error|Client was closed)/;

function tell(error: unknown): never {
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string };
  if (AWAY.test(code) || GONE.test(message)) throw new ReadModelsAway({ cause: error });
  throw error;
}
