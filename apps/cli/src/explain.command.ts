import { Command } from 'commander';
import { explain, formatMinor, type FactorTerm, type FullRoute, type PersonEvent, type RoutingEvent } from '#domain';
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
    const told = explain(route, { nameOf: (person) => names.get(person) ?? person, currency });
    print(options.json, { ...told, route }, () => [told.sentence, '', ...table(route, currency), ...rest(route, told)].join('\n'));
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

function table({ factors, floors, ceilings, score, thresholds }: FullRoute, currency: string): readonly string[] {
  const rows = [
    ['reason', 'value then', 'bar', 'points', 'weight', 'score', 'from'],
    ...factors.map((factor) => [
      factor.code,
      valueOf(factor),
      factor.bar === null ? '–' : `${factor.compare === 'at_most' ? '≤' : '≥'} ${factor.bar}`,
      String(factor.points),
      String(factor.weight),
      String(factor.score),
      factor.source === null ? '–' : `${factor.source.stream}@${factor.source.revision}`,
    ]),
    ['', '', '', '', 'sum', String(score), ''],
  ];
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
  const facts = (term: { readonly facts: Readonly<Record<string, unknown>> }): string =>
    Object.entries(term.facts)
      .filter(([, value]) => value !== null)
      .map(
        ([name, value]) =>
          `${name} ${name.endsWith('Minor') || name.endsWith('Limit') ? `${formatMinor({ minor: value as number, currency })} ${currency}` : String(value)}`,
      )
      .join(', ');
  return [
    ...lines,
    ...thresholds.map(
      ({ level, effective, loadPercent, loadPrice, phaseShift }) =>
        `level ${level} asks for ${effective} (phase ${phaseShift}, load ${loadPercent}% adds ${loadPrice})`,
    ),
    ...floors.map((floor) => `always at least level ${floor.level}: ${floor.code} (${facts(floor)})`),
    ...ceilings.map((ceiling) => `no higher than level ${ceiling.level}: ${ceiling.code} (${facts(ceiling)})`),
  ];
}

function valueOf({ value, unit }: FactorTerm): string {
  return value === null ? 'missing' : unit === 'percent' ? `${value}%` : String(value);
}

function rest(
  { flips, policy, evaluator, trigger }: FullRoute,
  { question }: { readonly question: { readonly words: string } | null },
): readonly string[] {
  const changes = flips.map(({ fact, direction, flip }) =>
    flip === null ? `${fact} ${direction}: none by this fact alone` : `${fact} ${direction} to ${flip.value}: level ${flip.level}`,
  );
  return [
    '',
    'What alone would have changed the level:',
    ...changes.map((line) => `  ${line}`),
    ...(question === null ? [] : ['', question.words]),
    '',
    `policy ${policy.slice(0, 12)}, evaluator ${evaluator}, decided by ${trigger.stream}@${trigger.revision}`,
  ];
}
