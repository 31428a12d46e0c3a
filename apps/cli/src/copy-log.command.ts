import { Command } from 'commander';
import { copyLog, type Copied } from '#care';
import { logPlaceOf, openSource, openTarget } from './log-place.js';
import { print, progressBar } from './outcome.js';

interface Options {
  readonly json: boolean;
}

export function copyLogCommand(): Command {
  return new Command('copy-log')
    .description('copy a log from one store to another, and compare them event by event; broken off, it goes on where it stopped')
    .argument('<from>', 'sqlite:FILE or kurrentdb://…')
    .argument('<to>', 'sqlite:FILE or kurrentdb://…; empty, or the beginning of the same log')
    .option('--json', 'answer as JSON', false)
    .exitOverride()
    .action(run);
}

async function run(from: string, to: string, { json }: Options): Promise<void> {
  const [sourcePlace, targetPlace] = [logPlaceOf(from), logPlaceOf(to)];
  const source = await openSource(sourcePlace);
  const bar = progressBar('copying');
  try {
    const target = await openTarget(targetPlace);
    try {
      const copied = await copyLog({
        from: source.log,
        to: target.store,
        appendsAtOnce: target.appendsAtOnce,
        progress: (share) => bar.show(share),
      });
      bar.end();
      print(json, { ...copied, sourceInUse: source.inUse }, () => asText(copied, source.inUse));
    } finally {
      await target.store.close();
    }
  } finally {
    bar.end();
    await source.log.close();
  }
}

function asText({ before, copied, log }: Copied, inUse: boolean): string {
  const counted = before === 0 ? `${copied} entries copied` : `${copied} entries copied, ${before} were there already`;
  const note = inUse ? '\nOthers may write to the source: stop them and copy once more before anybody writes to the copy.' : '';
  return `${counted}; both logs were read again and each entry is the same.\nhash ${log.hash}${note}`;
}
