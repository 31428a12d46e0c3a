import { accessSync, constants, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Engine, SimulatedTime, systemClock, systemTimers } from '#application';
import {
  DATE_FORMATS,
  DELIMITERS,
  leftToDo,
  planImport,
  readMapping,
  RowsWrong,
  runImport,
  setUpAlone,
  type DateFormat,
  type Delimiter,
  type Encoding,
  type ImportPlan,
} from '#connect';
import type { EventStore } from '#event-store';
import type { Vault } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { bulkImportCommands } from './bulk-import.command.js';
import { copyOfLog } from './copy-of-log.js';
import { dataFolder, holdsLog, openData } from './data-folder.js';
import { faultLines, importText, type ImportAnswer } from './import-text.js';
import { levelsOf } from './levels-at-filing.js';
import { BadInput, print, progressBar } from './outcome.js';

interface Options {
  readonly mapping: string;
  readonly data?: string;
  readonly history: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly delimiter?: Delimiter;
  readonly encoding?: Encoding;
  readonly dates?: readonly DateFormat[];
}

/** Where an import is carried out. */
interface Place {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly secret: Uint8Array;
}

/** Deliveries, unless it is said that the file holds something else. */
export function importCommand(): Command {
  const command = new Command('import').description('read a CSV file').exitOverride().addCommand(deliveriesCommand(), { isDefault: true });
  for (const one of bulkImportCommands()) command.addCommand(one);
  return command;
}

function deliveriesCommand(): Command {
  return new Command('deliveries')
    .description('read delivery issues from a CSV file')
    .argument('<file>', 'the CSV file')
    .requiredOption('--mapping <file>', 'how columns become facts (see docs/import.md)')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--history', 'replay the whole file on a clock of its own; else what is late now is filed now', false)
    .option('--dry-run', 'say what would happen, and write nothing', false)
    .option('--strict', 'refuse the file if any row is wrong', false)
    .addOption(new Option('--delimiter <char>', 'else recognised').choices(DELIMITERS))
    .addOption(new Option('--encoding <name>', 'else recognised').choices(['utf-8', 'latin-1']))
    .addOption(new Option('--dates <formats...>', 'else recognised').choices(DATE_FORMATS))
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const mapping = readMapping(readable(options.mapping, (path) => readFileSync(path, 'utf8')));
  const reading = progressBar('reading');
  const progress = (share: number): void => reading.show(share);
  readable(file, (path) => accessSync(path, constants.R_OK));
  const plan = await planImport(file, mapping, { ...options, now: systemClock.now(), progress });
  reading.end();
  if (options.strict && plan.rowsRejected > 0) {
    const { rowsRead, rowsRejected, faults } = plan;
    print(options.json, { rowsRead, rowsRejected, faults }, () => faultLines(plan).join('\n'));
    throw new RowsWrong(plan.rowsRejected);
  }
  // A set-up that the product refuses must not be found out when half of it is written.
  await runOn(setUpAlone(plan), await inMemory());
  const folder = dataFolder(options.data);
  const answer = options.dryRun ? await rehearse(plan, folder) : await carryOut(plan, folder);
  print(options.json, answer, () => importText(answer, plan, options.dryRun));
}

async function inMemory(secret: Uint8Array = Buffer.alloc(32), log?: EventStore): Promise<Place> {
  return { store: await copyOfLog(log), vault: new MemoryVault(), secret };
}

/** The same run on a copy of the log in memory, of which nothing stays. */
async function rehearse(plan: ImportPlan, folder: string): Promise<ImportAnswer> {
  if (!holdsLog(folder)) return runOn(plan, await inMemory());
  const data = await openData(folder, false);
  try {
    return await runOn(plan, await inMemory(await data.secret(), data.store));
  } finally {
    await data.close();
  }
}

async function carryOut(plan: ImportPlan, folder: string): Promise<ImportAnswer> {
  const data = await openData(folder, true);
  try {
    return await runOn(plan, { ...data, secret: await data.secret() });
  } finally {
    await data.close();
  }
}

async function runOn(plan: ImportPlan, { store, vault, secret }: Place): Promise<ImportAnswer> {
  const left = await leftToDo(plan, store, systemClock.now());
  const time = plan.history ? new SimulatedTime(left.clock) : null;
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const engine = new Engine({
    store,
    vault,
    secret,
    clock: time ?? systemClock,
    timers: time ?? systemTimers,
    ticksByItself: time === null,
    origin: plan.importId,
    onFailure: (_part, error) => failure.reject(error),
    onFault: (part, error) => process.stderr.write(`gravitas: ${part} goes on after: ${String(error)}\n`),
  });
  await engine.start();
  const bar = progressBar('importing');
  try {
    const progress = (done: number, of: number): void => bar.show(done / of);
    const report = await Promise.race([runImport(plan, left, { engine, store, time, progress }), failure.promise]);
    return { ...report, ...(await levelsOf(store, report)), faults: plan.faults };
  } finally {
    bar.end();
    await engine.stop();
  }
}

/** What a use of a file gives. @throws BadInput it is not there, or may not be read */
function readable<T>(path: string, use: (path: string) => T): T {
  try {
    return use(path);
  } catch (error) {
    throw new BadInput(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}
