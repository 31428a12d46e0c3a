import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { SealingKey } from '#care';
import { BadInput } from './outcome.js';

/** What opens the sealed file of a vault: never on the command line itself, which other users of the machine can read. */
export interface SealingOptions {
  readonly passphraseFile?: string;
  readonly keyFile?: string;
}

const FEWEST_CHARACTERS = 12;
const FEWEST_BYTES = 32;

export function withSealingOptions(command: Command): Command {
  return command
    .addOption(new Option('--passphrase-file <file>', 'its first line seals the vault').conflicts('keyFile'))
    .option('--key-file <file>', 'at least 32 random bytes that seal the vault');
}

/** @throws BadInput neither is named, or it is too short */
export function sealingKey({ passphraseFile, keyFile }: SealingOptions): SealingKey {
  if (keyFile !== undefined) {
    const bytes = read(keyFile);
    if (bytes.length < FEWEST_BYTES) throw new BadInput(`--key-file must hold at least ${FEWEST_BYTES} bytes`);
    return { kind: 'keyFile', bytes };
  }
  if (passphraseFile === undefined) throw new BadInput('--vault needs --passphrase-file or --key-file');
  const passphrase = read(passphraseFile).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  if (passphrase.length < FEWEST_CHARACTERS) throw new BadInput(`the passphrase must have at least ${FEWEST_CHARACTERS} characters`);
  return { kind: 'passphrase', passphrase };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
}
