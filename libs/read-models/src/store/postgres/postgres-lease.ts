import { sql, type Kysely } from 'kysely';
import type { AnyDatabase } from '../statements.js';
import { connect } from './connections.js';

export const LEASE_TABLE = 'worker_lease';
/** Of advisory locks: who makes the table waits for whoever makes it at the same moment. */
const MAKING_IT = 0x47727674;

/**
 * The right to do what one process at a time does, for a time, in one row of the read models' database. Each time it changes hands its
 * token is one more; what a holder writes is written only while the row has its token.
 */
export class PostgresLease {
  readonly #db: Kysely<AnyDatabase>;
  readonly #milliseconds: number;
  #isThere = false;

  /** `milliseconds`: how long it is held without being renewed, by the clock of the database. */
  constructor(url: string, milliseconds: number) {
    this.#db = connect(url, { most: 1, name: 'gravitas lease', durable: true });
    this.#milliseconds = milliseconds;
  }

  /** The token, if nobody has it any more; null: somebody has. */
  async take(): Promise<number | null> {
    await this.#make();
    await this.#endFormerHolder();
    const taken = await sql<{ readonly token: number }>`
      update worker_lease set token = token + 1, until = ${this.#fromNow()} where until < clock_timestamp() returning token`.execute(
      this.#db,
    );
    return taken.rows[0]?.token ?? null;
  }

  /** False: it is another's by now. */
  async renew(token: number): Promise<boolean> {
    const renewed = await sql`update worker_lease set until = ${this.#fromNow()} where token = ${token}`.execute(this.#db);
    return renewed.numAffectedRows === 1n;
  }

  /** Lets others take it at once. */
  async release(token: number): Promise<void> {
    await sql`update worker_lease set until = '-infinity' where token = ${token}`.execute(this.#db);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  #fromNow() {
    return sql`clock_timestamp() + ${this.#milliseconds} * interval '1 millisecond'`;
  }

  async #make(): Promise<void> {
    if (this.#isThere) return;
    await this.#db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${MAKING_IT})`.execute(tx);
      await sql`create table if not exists worker_lease (only_one boolean primary key check (only_one), token bigint not null, until timestamptz not null)`.execute(
        tx,
      );
      await sql`insert into worker_lease values (true, 0, '-infinity') on conflict do nothing`.execute(tx);
    });
    this.#isThere = true;
  }

  /** A holder that was paused in the midst of a transaction would hold the row for ever: its connection is ended. */
  async #endFormerHolder(): Promise<void> {
    await sql`
      select pg_terminate_backend(pid) from pg_locks
      where locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
        and relation = 'worker_lease'::regclass and mode = 'RowShareLock' and pid <> pg_backend_pid()
        and exists (select 1 from worker_lease where until < clock_timestamp())`.execute(this.#db);
  }
}
