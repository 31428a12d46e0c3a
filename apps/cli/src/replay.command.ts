import { Command, InvalidArgumentError } from 'commander';
import { replay, stateHash, type Replay } from '#application';
import { createReadModels } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { dataFolder, openData } from './data-folder.js';
import { CheckFailed, print, progressBar } from './outcome.js';
import { FigureGatherer } from './route-figures.js';

interface Options {
  readonly data?: string;
  readonly batch: number;
  readonly figures: boolean;
  readonly json: boolean;
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('fold the log from its start without its routes, recompute each, and compare it with what was recorded')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--batch <events>', 'events read at a time; the result does not depend on it', batchOf, 1000)
    .option('--figures', 'what the policy did, by level and year', false)
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(options: Options): Promise<void> {
  const data = await openData(dataFolder(options.data), false);
  const { store } = data;
  const database = openSqliteReadModels(':memory:');
  // No text is needed: the hash is of rows without anybody's words.
  const views = createReadModels(database, async (events) => events.map(() => ({})));
  const figures = new FigureGatherer();
  const bar = progressBar('replaying');
  try {
    const all = (await store.head())?.index ?? 0;
    const started = performance.now();
    let read = 0;
    const replayed = await replay(store, {
      pageEvents: options.batch,
      onPage: async (events, through) => {
        await views.subscriber.apply(events, through);
        if (options.figures) figures.take(events);
        bar.show((read += events.length) / (all + 1));
      },
    });
    const seconds = (performance.now() - started) / 1000;
    const answer = {
      ...summary(replayed),
      stateHash: await stateHash(views, replayed.state),
      eventsPerSecond: Math.round(replayed.events / seconds),
    };
    bar.end();
    print(options.json, options.figures ? { ...answer, figures: figures.figures() } : answer, () => asText(answer));
    if (answer.routesDiffering > 0) throw new CheckFailed();
  } finally {
    await database.close();
    await data.close();
  }
}

const MOST_AT_A_TIME = 100_000;

/** With pages of nothing the log would seem to be at its end at once, and all of it well. */
function batchOf(text: string): number {
  const events = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (events < 1 || events > MOST_AT_A_TIME) throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_AT_A_TIME}.`);
  return events;
}

function summary({ events, routesRecomputed, routesDiffering, routesPending, differences }: Replay) {
  return { events, routesRecomputed, routesDiffering, routesPending, differences };
}

function asText({
  events,
  routesRecomputed,
  routesDiffering,
  differences,
  stateHash: hash,
}: ReturnType<typeof summary> & { readonly stateHash: string }): string {
  const where = differences.map(({ recordedIn, issue, at }) => `  issue ${issue}, ${recordedIn.stream}@${recordedIn.revision}: ${at}`);
  return [`${events} events, ${routesRecomputed} routes recomputed, ${routesDiffering} differ.`, ...where, `state ${hash}`].join('\n');
}
