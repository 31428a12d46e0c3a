import { accessSync, constants, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { Engine, SimulatedTime, systemClock, systemTimers } from '#application';
import { planImport, readMapping, RowsWrong, runImport, type ImportPlan, type ImportReport, type RowFault } from '#connect';
import { toMillis, type Instant } from '#domain';
import type { EventStore } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import type { Vault } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { dataFolder, openData, type OpenData } from './data-folder.js';
import { levelsOf, type LevelsAtFiling } from './levels-at-filing.js';
import { BadInput, print, progressBar } from './outcome.js';

interface Options {
  readonly mapping: string;
  readonly data?: string;
  readonly history: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly delimiter?: ',' | ';' | '\t' | '|';
  readonly encoding?: 'utf-8' | 'latin-1';
  readonly dates?: readonly string[];
}

type Answer = ImportReport & LevelsAtFiling & { readonly faults: readonly RowFault[] };

export function importCommand(): Command {
  return new Command('import')
    .description('read delivery issues from a CSV file')
    .argument('<file>', 'the CSV file')
    .requiredOption('--mapping <file>', 'how columns become facts (see docs/import.md)')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--history', 'replay the whole file on a clock of its own; else what is late now is filed now', false)
    .option('--dry-run', 'say what would happen, and write nothing', false)
    .option('--strict', 'refuse the file if any row is wrong', false)
    .addOption(new Option('--delimiter <char>', 'else recognised').choices([',', ';', '\t', '|']))
    .addOption(new Option('--encoding <name>', 'else recognised').choices(['utf-8', 'latin-1']))
    .option('--dates <formats...>', 'such as DD/MM/YYYY; else recognised')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const mapping = readMapping(textOf(options.mapping));
  const reading = progressBar('reading');
  const plan = await planImport(existing(file), mapping, { ...options, now: systemClock.now(), progress: (share) => reading.show(share) });
  reading.end();
  if (options.strict && plan.rowsRejected > 0) throw new RowsWrong(plan.rowsRejected);
  const answer = options.dryRun ? await rehearse(plan) : await carryOut(plan, dataFolder(options.data));
  print(options.json, answer, () => asText(answer, options.dryRun));
}

/** In memory: the same run, of which nothing stays. */
async function rehearse(plan: ImportPlan): Promise<Answer> {
  return runOn(plan, new MemoryEventStore(), new MemoryVault(), Buffer.alloc(32));
}

async function carryOut(plan: ImportPlan, folder: string): Promise<Answer> {
  const data: OpenData = await openData(folder, true);
  try {
    return await runOn(plan, data.store, data.vault, data.secret);
  } finally {
    await data.close();
  }
}

async function runOn(plan: ImportPlan, store: EventStore, vault: Vault, secret: Buffer): Promise<Answer> {
  const time = plan.history ? new SimulatedTime(await beginning(plan, store)) : null;
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const engine = new Engine({
    store,
    vault,
    secret,
    clock: time ?? systemClock,
    timers: time ?? systemTimers,
    ticksByItself: time === null,
    onFailure: (_part, error) => failure.reject(error),
  });
  await engine.start();
  const bar = progressBar('importing');
  try {
    const progress = (done: number, of: number): void => bar.show(done / of);
    const report = await Promise.race([runImport(plan, { engine, store, time, startedAt: systemClock.now(), progress }), failure.promise]);
    return { ...report, ...(await levelsOf(store, plan)), faults: plan.faults };
  } finally {
    bar.end();
    await engine.stop();
  }
}

/** Where the clock starts: at the first step, or where an import that was broken off had come. */
async function beginning(plan: ImportPlan, store: EventStore): Promise<Instant> {
  const first = plan.steps[0]?.at ?? systemClock.now();
  const head = await store.head();
  const last = head === null ? undefined : (await store.readFromIndex(head.index, 1))[0];
  return last?.origin === plan.importId && toMillis(last.recordedAt) > toMillis(first) ? last.recordedAt : first;
}

function asText(answer: Answer, dryRun: boolean): string {
  const { rowsRead, rowsRejected, issueLines, issuesFiled, eventsAppended, recognised, byLevel, faults } = answer;
  if (recognised) return 'This file was imported with this mapping before: nothing was added.';
  const levels = Object.entries(byLevel).map(([level, count]) => `${count} sent to ${level}`);
  return [
    ...faults.map(({ row, column, reason }) => `row ${row}${column === '' ? '' : `, ${column}`}: ${reason}`),
    `${rowsRead} rows, ${rowsRejected} rejected; ${issueLines} lines of ${issuesFiled} issues; ${levels.join(', ')}; ${eventsAppended} events ${dryRun ? 'would be written' : 'written'}.`,
  ].join('\n');
}

function textOf(path: string): string {
  return readFileSync(existing(path), 'utf8');
}

function existing(path: string): string {
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (error) {
    throw new BadInput(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}
