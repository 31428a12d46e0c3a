import type pg from 'pg';
import { VaultFailed } from '../errors.js';

/** Of advisory locks: who makes the tables waits for whoever makes them at the same moment. */
const MAKING_THEM = 0x4772764b;

/** An erased key leaves its id with no key, so that it is never made anew. */
const SCHEMA = `
  create table if not exists vault_key (key_id text collate "C" primary key, key bytea);
  create table if not exists vault_subject (subject text collate "C", key_id text collate "C", primary key (subject, key_id));
  create index if not exists vault_subject_key on vault_subject (key_id);
  create table if not exists vault_secret (only_one boolean primary key check (only_one), secret bytea not null);
`;

/** Makes the tables that are not there. @throws VaultFailed the server does not wait for its disk, and would lose keys */
export async function makeTables(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ readonly fsync: string }>('show fsync');
    if (rows[0]?.fsync !== 'on') throw new VaultFailed('the server of the vault runs with fsync off, and would lose keys');
    await client.query(`begin; select pg_advisory_xact_lock(${String(MAKING_THEM)}); ${SCHEMA} commit`);
  } finally {
    client.release();
  }
}
