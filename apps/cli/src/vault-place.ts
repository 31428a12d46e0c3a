import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReadableVault, Vault } from '#vault';
import { KeyReader } from '#vault/sqlite/key-reader';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import { BadInput } from './outcome.js';

/** What GRAVITAS_VAULT says, if it names a database. */
export function vaultDatabase(): string | null {
  const url = process.env['GRAVITAS_VAULT'] ?? '';
  return /^postgres(ql)?:/.test(url) ? url : null;
}

/** The file that it names, else the one given. */
function fileOr(file: string): string {
  const named = /^sqlite:([^\0]+)$/.exec(process.env['GRAVITAS_VAULT'] ?? '')?.[1];
  return named === undefined ? file : resolve(named);
}

async function openDatabase(url: string) {
  const { PostgresVault } = await import('#vault/postgres/postgres-vault');
  return PostgresVault.open(url);
}

/** The vault of this environment to read from, beside whoever writes it. @throws BadInput there is none */
export async function openVaultBeside(file: string): Promise<ReadableVault & Pick<Vault, 'secret'>> {
  const url = vaultDatabase();
  if (url !== null) return openDatabase(url);
  const named = fileOr(file);
  if (!existsSync(named)) throw new BadInput(`${named} is not there`);
  return KeyReader.open(named);
}

/** The vault of this environment to write to; a file is made if it is not there. */
export async function openVaultAt(file: string): Promise<Vault & ReadableVault> {
  const url = vaultDatabase();
  return url === null ? SqliteVault.open(fileOr(file)) : openDatabase(url);
}
