import { Command } from 'commander';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { bulkKinds, exportLines, type BulkKind } from '#connect';
import type { EventStore } from '#event-store';
import { unsealPersonal } from '#vault';
import { dataFolder, openData } from './data-folder.js';
import { BadInput, print } from './outcome.js';

interface Options {
  readonly programme?: string;
  readonly data?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** `export people`, and the same for sites, partners and orders. */
export function exportCommand(): Command {
  const command = new Command('export').description('write people, sites, partners or orders to a CSV file').exitOverride();
  for (const kind of Object.values(bulkKinds)) {
    const one = new Command(kind.plural)
      .description(`write ${kind.plural}, so that bringing them in again changes nothing`)
      .option('--data <folder>', 'the data folder (default: ./data)')
      .option('--out <file>', 'where to write, if not to standard output; it must not be there yet')
      .option('--json', 'answer as JSON how many were written (with --out)', false)
      .exitOverride()
      .action((options: Options) => run(kind, options));
    command.addCommand(kind.plural === 'people' ? one : one.requiredOption('--programme <id>', 'the programme that they belong to'));
  }
  return command;
}

async function run(kind: BulkKind, options: Options): Promise<void> {
  if (options.json && options.out === undefined) throw new BadInput('--json needs --out: standard output has the file');
  const data = await openData(dataFolder(options.data), false);
  const { store, vault } = data;
  try {
    const unseal = (events: Parameters<typeof unsealPersonal>[1]) => unsealPersonal(vault, events);
    const where = { programme: options.programme ?? '' };
    const keys = await keysIn(store, kind, where.programme);
    const lines = exportLines(kind, each(keys), { log: store, unseal, where });
    const to = options.out === undefined ? process.stdout : createWriteStream(options.out, { flags: 'wx', mode: 0o600 });
    await write(lines, to, options.out ?? 'standard output');
    const { out } = options;
    if (out !== undefined) print(options.json, { kind: kind.plural, file: out }, () => `${kind.plural} written to ${out}`);
  } finally {
    await data.close();
  }
}

async function write(lines: AsyncIterable<string>, to: Writable, name: string): Promise<void> {
  const failed = once(to, 'error').then(([error]) => {
    throw new BadInput(`${name} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  });
  failed.catch(() => undefined);
  for await (const line of lines) if (!to.write(line)) await Promise.race([once(to, 'drain'), failed]);
  if (to === process.stdout) return;
  to.end();
  await Promise.race([once(to, 'finish'), failed]);
}

const PAGE = 1000;

/** The keys of what there ever was of a kind, in the order in which it came: superiors before those who report to them. */
async function keysIn(store: EventStore, kind: BulkKind, programme: string): Promise<readonly string[]> {
  const prefix = kind.prefix + kind.idOf('', { programme });
  const keys: string[] = [];
  for (let index = 0, more = true; more; index += PAGE) {
    const page = await store.readFromIndex(index, PAGE);
    for (const { stream, revision } of page) if (revision === 0 && stream.startsWith(prefix)) keys.push(stream.slice(prefix.length));
    more = page.length === PAGE;
  }
  return keys;
}

async function* each(keys: readonly string[]): AsyncGenerator<string> {
  yield* keys;
}
