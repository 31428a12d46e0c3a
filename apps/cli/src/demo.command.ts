import { Command } from 'commander';
import { DEMO_SEED, demoTokens, installDemo, type DemoReport, type DemoToken } from '#connect';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { dataFolder, openData } from './data-folder.js';
import { BadInput, print, progressBar } from './outcome.js';

interface Options {
  readonly data: string;
  readonly tokens: boolean;
  readonly volume: string;
  readonly json: boolean;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('make the demo: a story of 45 days, the same on every machine')
    .option('--data <folder>', 'an empty or new data folder', './data-demo')
    .option('--tokens', "print the demo's tokens as shell variables, and make nothing", false)
    .option('--volume <percent>', 'how much goes on beside the scenes', '100')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run({ data, tokens, volume, json }: Options): Promise<void> {
  if (tokens) {
    const cards = demoTokens(DEMO_SEED);
    print(
      json,
      cards.map(({ card, person, text }) => ({ card, person, token: text })),
      () => cards.map(asVariable).join('\n'),
    );
    return;
  }
  const volumePercent = Number(volume);
  if (!Number.isInteger(volumePercent) || volumePercent < 1 || volumePercent > 100)
    throw new BadInput('--volume must be a whole number from 1 to 100');
  const folder = dataFolder(data);
  const into = await openData(folder, true);
  const bar = progressBar('telling the story');
  try {
    if ((await into.store.head()) !== null) throw new BadInput(`${folder} holds a log already`);
    const workshop = { store: new MemoryEventStore(), vault: new MemoryVault() };
    const { appendsAtOnce } = into;
    const progress = (done: number, of: number): void => bar.show(done / of);
    const report = await installDemo({ workshop, into, appendsAtOnce, seed: DEMO_SEED, volumePercent, progress });
    bar.end();
    const { tokens: cards, ...rest } = report;
    print(json, { ...rest, tokens: cards.map(({ card, person, text }) => ({ card, person, token: text })) }, () => asText(report, folder));
  } finally {
    bar.end();
    await into.close();
  }
}

const VARIABLES = {
  regional_manager: 'MANAGER',
  chief_operating_officer: 'EXECUTIVE',
  auditor: 'AUDITOR',
  administrator: 'ADMINISTRATOR',
} as const;

/** `MANAGER='gvt_…'`: for `eval`. */
function asVariable({ card, text }: DemoToken): string {
  return `${VARIABLES[card]}='${text}'`;
}

function asText({ events, endsAt }: DemoReport, folder: string): string {
  return `${events} events in ${folder}; the story ends at ${endsAt}.\nGRAVITAS_DATA=${folder} npm start serves it.`;
}
