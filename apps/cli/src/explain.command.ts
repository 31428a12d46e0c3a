import { Command } from 'commander';
import {
  explain,
  reasonRows,
  wordsIn,
  wouldChange,
  type Explanation,
  type FullRoute,
  type PersonEvent,
  type PolicyEvent,
  type ReasonRow,
  type RoutingEvent,
} from '#domain';
import type { EventStore } from '#event-store';
import { unsealPersonal, type Vault } from '#vault';
import { dataFolder, openData } from './data-folder.js';
import { BadInput, print } from './outcome.js';

interface Options {
  readonly data?: string;
  readonly json: boolean;
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('say why an issue went where it went: one sentence and a table')
    .argument('<issue>', 'id of the issue')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(issue: string, options: Options): Promise<void> {
  const data = await openData(dataFolder(options.data), false);
  const { store, vault } = data;
  try {
    const route = await lastRoute(store, issue);
    const currency = await currencyOf(store);
    const names = await namesOf(store, vault, [route.holder, route.owner, ...route.told]);
    const nameOf = (person: string): string => names.get(person) ?? person;
    const told = explain(route, { nameOf, currency });
    const levels = await levelsOf(store, route.policy);
    const naming = { ...wordsIn(currency), nameOf, levelOf: (level: number) => levels[level - 1] ?? `level ${level}` };
    const rows = reasonRows(route, naming);
    const changes = wouldChange(route, naming);
    print(options.json, { ...told, rows, changes, route }, () =>
      [told.sentence, '', ...table(rows), ...rest(route, told.question, changes)].join('\n'),
    );
  } finally {
    await data.close();
  }
}

async function lastRoute(store: EventStore, issue: string): Promise<FullRoute> {
  const routes = (await store.readStream(`routing-${issue}`)) as unknown as readonly RoutingEvent[];
  const full = routes.map(({ data }) => data).findLast((record) => record.changed);
  if (full === undefined) throw new BadInput(`the log holds no route of an issue ${issue}`);
  return full;
}

async function currencyOf(store: EventStore): Promise<string> {
  const book = await store.readStream('policybook-organisation');
  return book.find(({ type }) => type === 'OrganisationSetUp')?.data['routingCurrency'] as string;
}

/** What the policy calls its levels, lowest first. */
async function levelsOf(store: EventStore, policy: string): Promise<readonly string[]> {
  const [proposed] = (await store.readStream(`policy-${policy}`, { limit: 1 })) as unknown as readonly Extract<
    PolicyEvent,
    { type: 'PolicyProposed' }
  >[];
  return proposed?.data.policy.levels.map(({ name }) => name.toLowerCase()) ?? [];
}

async function namesOf(store: EventStore, vault: Vault, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const person of new Set(people)) {
    const events = (await store.readStream(`person-${person}`)) as unknown as readonly (PersonEvent & {
      readonly id: string;
      readonly data: never;
    })[];
    const [named] = events
      .filter(({ type, data }) => (type === 'PersonRegistered' || type === 'PersonChanged') && 'name' in (data as object))
      .slice(-1);
    if (named === undefined) continue;
    const [data] = await unsealPersonal(vault, [{ id: named.id, data: named.data }]);
    if (typeof data?.['name'] === 'string') names.set(person, data['name']);
  }
  return names;
}

const HEADINGS = ['why', 'value then', 'bar', 'points', 'weight', 'score', 'from'];

function table(rows: readonly ReasonRow[]): readonly string[] {
  const cells = [
    HEADINGS,
    ...rows.map(({ reason, value, bar, points, weight, score, from }) => [
      reason,
      value,
      bar ?? '',
      ...[points, weight, score].map((number) => (number === null ? '' : String(number))),
      from === null ? '' : `${from.stream}@${from.revision}`,
    ]),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => (row[column] as string).length)));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  ').trimEnd()); // prettier-ignore
}

function rest(route: FullRoute, question: Explanation['question'], changes: readonly string[]): readonly string[] {
  const unmoved = [...new Set(route.flips.filter(({ flip }) => flip === null).map(({ fact }) => fact))];
  return [
    '',
    ...(changes.length === 0
      ? ['No single fact alone would have changed it.']
      : ['It would have gone elsewhere:', ...changes.map((line) => `  ${line}`)]),
    ...(unmoved.length === 0 ? [] : [`Not by one fact alone: ${unmoved.join(', ')}.`]),
    ...(question === null ? [] : ['', question.words]),
    '',
    `policy ${route.policy.slice(0, 12)}, evaluator ${route.evaluator}, after ${route.trigger.stream}@${route.trigger.revision}`,
  ];
}
