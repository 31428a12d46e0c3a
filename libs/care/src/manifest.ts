import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#ledger';
import { BackupNotWhole, BackupOfOtherFormat } from './errors.js';
import type { LogDigest } from './log-digest.js';

/** Of the folder of a backup; raised when a later version could not restore what this one wrote. */
export const BACKUP_FORMAT = 1;
const MANIFEST = 'manifest.json';

export interface FileSum {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup of a log holds. It is written last, so that a backup without it was broken off. */
export interface Manifest {
  readonly format: number;
  readonly madeAt: string;
  readonly log: LogDigest;
  readonly files: Readonly<Record<string, FileSum>>;
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, MANIFEST), textOf(manifest), { mode: 0o600, flag: 'wx', flush: true });
}

/**
 * The manifest of a backup whose files are all there, byte for byte.
 * @throws BackupNotWhole, BackupOfOtherFormat
 */
export async function checkedManifest(folder: string): Promise<Manifest> {
  const manifest = manifestIn(folder);
  for (const [name, sum] of Object.entries(manifest.files)) {
    const found = await sumOf(join(folder, name)).catch(() => null);
    if (found === null) throw new BackupNotWhole(folder, `${name} is missing`);
    if (found.bytes !== sum.bytes || found.sha256 !== sum.sha256) throw new BackupNotWhole(folder, `${name} is not what was written`);
  }
  return manifest;
}

function manifestIn(folder: string): Manifest {
  const written = textIn(folder);
  const { seal, ...rest } = parsed(folder, written);
  const manifest = rest as unknown as Manifest;
  if (manifest.format !== BACKUP_FORMAT) throw new BackupOfOtherFormat(folder, manifest.format, BACKUP_FORMAT);
  // One spelling and a hash over it: no byte of it can be another.
  if (seal === undefined || textOf(manifest) !== written) throw new BackupNotWhole(folder, `${MANIFEST} is not what was written`);
  return manifest;
}

function textIn(folder: string): string {
  try {
    return readFileSync(join(folder, MANIFEST), 'utf8');
  } catch {
    throw new BackupNotWhole(folder, `${MANIFEST} is missing: the backup was broken off, or the folder holds none`);
  }
}

function parsed(folder: string, text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, as whatever else is no manifest.
  }
  throw new BackupNotWhole(folder, `${MANIFEST} cannot be read`);
}

function textOf(manifest: Manifest): string {
  const seal = createHash('sha256').update(canonicalJson(manifest)).digest('hex');
  return `${canonicalJson({ ...manifest, seal })}\n`;
}

/** Size and SHA-256 of a file, read once. */
export async function sumOf(file: string): Promise<FileSum> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { bytes: statSync(file).size, sha256: hash.digest('hex') };
}
