import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { restore, type Restored } from '#care';
import { KeyReader } from '#vault/sqlite/key-reader';
import { dataFolder } from './data-folder.js';
import { BadInput, print } from './outcome.js';
import { sealingKey, withSealingOptions, type SealingOptions } from './sealing-key.js';
import { sqliteFiles } from './sqlite-files.js';
import { openVaultAt } from './vault-place.js';

interface Options extends SealingOptions {
  readonly data: string;
  readonly vault?: string;
  readonly replaces?: string;
  readonly json: boolean;
}

export function restoreCommand(): Command {
  const command = new Command('restore')
    .description('make a data folder of a backup; nothing is written unless the backup is whole')
    .argument('<backup>', 'the folder that `gravitas backup` made')
    .requiredOption('--data <folder>', 'a new or empty data folder')
    .option('--vault <file>', 'the sealed keys; without them texts stay sealed')
    .option('--replaces <folder>', 'the data folder whose place it is to take: says what is lost, and erases again what was erased there');
  return withSealingOptions(command).option('--json', 'answer as JSON', false).exitOverride().action(run);
}

async function run(backup: string, options: Options): Promise<void> {
  const file = options.vault === undefined ? null : resolve(options.vault);
  if (file !== null && !existsSync(file)) throw new BadInput(`${file} is not there`);
  const folder = dataFolder(options.data);
  const restored = await restore({
    backup: resolve(backup),
    folder,
    files: sqliteFiles,
    vault: file === null ? null : { file, sealing: sealingKey(options) },
    openVault: openVaultAt,
    readVault: (path) => KeyReader.open(path),
    replaces: options.replaces === undefined ? null : resolve(options.replaces),
  });
  print(options.json, { ...restored, folder }, () => asText(restored, folder));
}

function asText({ log, madeAt, texts, vault, secret, lost, erasedAgain }: Restored, folder: string): string {
  const lines = [`${folder} holds the ${log.events} entries of the backup of ${madeAt}, read again and found whole.`, `hash ${log.hash}`];
  if (texts.sealed > 0)
    lines.push(
      vault === null
        ? `${texts.sealed} texts stay sealed: their keys are in the backup of the vault (--vault).`
        : `${texts.sealed} texts stay sealed, the first in entry ${texts.firstSealedIndex ?? 0}: the vault's backup is older than the log's.`,
    );
  if (texts.open > 0) lines.push(`${texts.open} texts open again; of ${texts.erased} the key was erased.`);
  if (secret === 'new')
    lines.push(
      'The secret is a new one: names that were claimed before are not known as taken, and commands sent before are not known again.',
    );
  if (lost !== null) lines.push(`Against the folder that it replaces: ${lost}.`);
  if (erasedAgain > 0) lines.push(`${erasedAgain} keys that were erased since were erased again.`);
  lines.push('The views are made anew from the log when the server starts.');
  return lines.join('\n');
}
