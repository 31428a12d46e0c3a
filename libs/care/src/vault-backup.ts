import type { ReadableVault, Vault } from '#vault';
import { readSealed, writeSealed, type SealingKey } from './sealed-file.js';

const WHAT = 'gravitas vault';
const PAGE_KEYS = 1_000;

export interface VaultCount {
  /** Keys that open something. */
  readonly keys: number;
  /** Ids whose keys were erased. */
  readonly erased: number;
}

/** What a sealed file of a vault holds beside the keys. */
export interface SealedVault extends VaultCount {
  readonly madeAt: string;
  /** What keys the hashes of the log; null: a demo's, which follows from its seed. */
  readonly secret: Buffer | null;
}

type Entry = readonly [keyId: string, key: string | null, subjects: readonly string[]];

/**
 * Writes a vault, and the log's secret, sealed. Keys are never changed and an event's are kept before it is, so that a vault that is
 * backed up after its log opens all of it, whatever is written meanwhile.
 */
export async function sealVault(
  vault: ReadableVault,
  { secret, madeAt }: { readonly secret: Uint8Array | null; readonly madeAt: string },
  file: string,
  sealing: SealingKey,
): Promise<VaultCount> {
  const count = { keys: 0, erased: 0 };
  async function* lines(): AsyncGenerator<string, void> {
    yield JSON.stringify({ madeAt, secret: secret === null ? null : Buffer.from(secret).toString('hex') });
    for (let after: string | null = null; ;) {
      const page = await vault.list(after, PAGE_KEYS);
      for (const { keyId, key, subjects } of page) {
        count[key === null ? 'erased' : 'keys'] += 1;
        yield JSON.stringify([keyId, key?.toString('base64url') ?? null, subjects] satisfies Entry);
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.keyId;
    }
  }
  await writeSealed(file, WHAT, sealing, lines());
  return count;
}

/** Puts the keys of a sealed file into an empty vault. @throws NotUnsealed before anything is put */
export async function unsealVault(file: string, sealing: SealingKey, into: Vault): Promise<SealedVault> {
  const count = { keys: 0, erased: 0 };
  const lines = readSealed(file, WHAT, sealing);
  const first = JSON.parse(lines.next().value as string) as { readonly madeAt: string; readonly secret: string | null };
  let page: Entry[] = [];
  for (const line of lines) {
    const entry = JSON.parse(line) as Entry;
    count[entry[1] === null ? 'erased' : 'keys'] += 1;
    page.push(entry);
    if (page.length < PAGE_KEYS) continue;
    await putAll(page, into);
    page = [];
  }
  await putAll(page, into);
  return { ...count, madeAt: first.madeAt, secret: first.secret === null ? null : Buffer.from(first.secret, 'hex') };
}

/** An erased id comes back as erased: it is put with a key that opens nothing, which is erased at once. */
async function putAll(entries: readonly Entry[], into: Vault): Promise<void> {
  if (entries.length === 0) return;
  await into.putKeys(
    entries.map(([keyId, key, subjects]) =>
      key === null ? { keyId, key: NOTHING, subjects: ['nobody'] } : { keyId, key: Buffer.from(key, 'base64url'), subjects },
    ),
  );
  const erased = entries.filter(([, key]) => key === null).map(([keyId]) => keyId);
  if (erased.length > 0) await into.deleteKeys(erased);
}

const NOTHING = Buffer.alloc(32);

/** Erases in one vault what was erased in another: a backup made before an erasure must not bring the text back. */
export async function eraseAgain(from: ReadableVault, into: Vault): Promise<number> {
  let erased = 0;
  for (let after: string | null = null; ;) {
    const page = await from.list(after, PAGE_KEYS);
    const ids = page.filter(({ key }) => key === null).map(({ keyId }) => keyId);
    const alive = await into.getKeys(ids);
    erased += alive.size;
    if (alive.size > 0) await into.deleteKeys([...alive.keys()]);
    const last = page.at(-1);
    if (last === undefined) return erased;
    after = last.keyId;
  }
}
