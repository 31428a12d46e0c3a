import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '#application';
import { backupLog, demoMarkIn, filesOf, sealVault, secretIn, type Manifest, type VaultCount } from '#care';
import type { Vault } from '#vault';
import { dataFolder } from './data-folder.js';
import { copyToFile, logPlaceIn } from './log-place.js';
import { BadInput, print } from './outcome.js';
import { sealingKey, withSealingOptions, type SealingOptions } from './sealing-key.js';
import { sqliteFiles } from './sqlite-files.js';
import { openVaultBeside } from './vault-place.js';

interface Options extends SealingOptions {
  readonly data?: string;
  readonly vault?: string;
  readonly json: boolean;
}

export function backupCommand(): Command {
  const command = new Command('backup')
    .description(
      'copy the log while the server runs, and check the copy; with --vault also the keys of its texts, sealed, in a file of their own',
    )
    .argument('<folder>', 'a new or empty folder for the copy of the log')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--vault <file>', 'a new file for the sealed keys: keep it apart from the log');
  return withSealingOptions(command).option('--json', 'answer as JSON', false).exitOverride().action(run);
}

async function run(to: string, options: Options): Promise<void> {
  const folder = dataFolder(options.data);
  const place = logPlaceIn(folder);
  if (place.kind === 'sqlite' && !existsSync(place.file)) throw new BadInput(`${folder} holds no event log`);
  const sealing = options.vault === undefined ? null : sealingKey(options);
  const file = options.vault === undefined ? null : resolve(options.vault);
  if (file !== null && existsSync(file)) throw new BadInput(`${file} is there already: name a new file`);
  const keys = file === null ? null : await openVaultBeside(filesOf(folder).vault);
  const madeAt = systemClock.now();
  const copy = (path: string): Promise<void> => copyToFile(place, path);
  try {
    const manifest = await backupLog({ to: resolve(to), copy, files: sqliteFiles, madeAt });
    // After the log, so that it holds the key of every text there.
    const vault =
      keys === null || file === null || sealing === null
        ? null
        : await sealVault(keys, { secret: await secretFor(folder, resolve(to), keys), madeAt }, file, sealing);
    print(options.json, { ...manifest, folder: resolve(to), vault: vault && { file, ...vault } }, () =>
      asText(manifest, resolve(to), file, vault),
    );
  } finally {
    await keys?.close();
  }
}

/** The secret of the log that was backed up; null: a demo's, which follows from its seed. */
async function secretFor(folder: string, backup: string, keys: Pick<Vault, 'secret'>): Promise<Uint8Array | null> {
  const log = sqliteFiles.open(filesOf(backup).log);
  try {
    if ((await demoMarkIn(log)) !== null) return null;
    const isNew = (await log.head()) === null;
    return (await keys.secret?.(() => secretIn(folder, isNew))) ?? secretIn(folder, isNew);
  } finally {
    await log.close();
  }
}

function asText({ log }: Manifest, to: string, file: string | null, vault: VaultCount | null): string {
  const head =
    log.head === null
      ? 'an empty log'
      : `${log.events} entries, the last ${log.head.stream}@${log.head.revision} of ${log.head.recordedAt}`;
  const keys =
    vault === null
      ? 'Without the vault: restored from this alone, texts stay sealed (--vault makes a sealed copy of their keys).'
      : `${vault.keys} keys and ${vault.erased} that were erased, sealed in ${file ?? ''}: keep it apart from the log.`;
  return `${to} holds ${head}, read again and found whole.\nhash ${log.hash}\n${keys}`;
}
