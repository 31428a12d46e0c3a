import { accessSync, constants } from 'node:fs';
import { Command, Option } from 'commander';
import { Engine, newId, systemClaim, systemClock } from '#application';
import {
  bulkKinds,
  BulkRefused,
  DELIMITERS,
  openCsv,
  readRows,
  runBulk,
  type BulkKind,
  type BulkOptions,
  type BulkReport,
  type Delimiter,
  type Encoding,
} from '#connect';
import { unsealPersonal } from '#vault';
import { dataFolder, openData } from './data-folder.js';
import { faultLines } from './import-text.js';
import { BadInput, print, progressBar } from './outcome.js';

interface Options extends BulkOptions {
  readonly programme?: string;
  readonly data?: string;
  readonly json: boolean;
  readonly delimiter?: Delimiter;
  readonly encoding?: Encoding;
}

/** `import people FILE`, and the same for sites, partners and orders. */
export function bulkImportCommands(): readonly Command[] {
  return Object.values(bulkKinds).map((kind) => {
    const command = new Command(kind.plural)
      .description(`bring ${kind.plural} in: ${[kind.key, ...Object.keys(kind.columns)].join(', ')}`)
      .argument('<file>', 'the CSV file')
      .option('--data <folder>', 'the data folder (default: ./data)')
      .option('--dry-run', 'say what would happen, and write nothing', false)
      .option('--strict', 'refuse the file if any row is wrong', false)
      .addOption(new Option('--delimiter <char>', 'else recognised').choices(DELIMITERS))
      .addOption(new Option('--encoding <name>', 'else recognised').choices(['utf-8', 'latin-1']))
      .option('--json', 'answer as JSON', false)
      .exitOverride()
      .action((file: string, options: Options) => run(kind, file, options));
    return kind.plural === 'people' ? command : command.requiredOption('--programme <id>', 'the programme that they belong to');
  });
}

async function run(kind: BulkKind, path: string, options: Options): Promise<void> {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new BadInput(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
  const file = await openCsv(path, options);
  const data = await openData(dataFolder(options.data), false);
  const { store, vault } = data;
  const engine = new Engine({ store, vault, secret: await data.secret(), clock: systemClock, leads: false });
  const bar = progressBar('importing');
  try {
    await engine.start();
    const rows = () => readRows(file, (bytes) => bar.show(bytes / file.bytes));
    const unseal = (events: Parameters<typeof unsealPersonal>[1]) => unsealPersonal(vault, events);
    const where = { programme: options.programme ?? '' };
    const parts = { engine, log: store, unseal, claim: systemClaim('operator'), where, correlationId: newId() };
    const report = await runBulk(kind, rows, parts, options);
    bar.end();
    print(options.json, report, () => textOf(report));
  } catch (error) {
    bar.end();
    if (error instanceof BulkRefused) print(options.json, error.report, () => faultLines(error.report).join('\n'));
    throw error;
  } finally {
    await engine.stop();
    await data.close();
  }
}

function textOf(report: BulkReport): string {
  const { rowsRead, rowsRejected, added, changed, unchanged, eventsAppended, dryRun } = report;
  const counts = `${rowsRead} rows, ${rowsRejected} rejected; ${added} added, ${changed} changed, ${unchanged} as they were; ${eventsAppended} events ${dryRun ? 'would be written' : 'written'}.`;
  return [...faultLines(report), counts].join('\n');
}
