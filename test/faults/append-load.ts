import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { eventsOf } from './append-load-events.js';

const script = fileURLToPath(new URL('./append-process.mjs', import.meta.url));

export interface Load {
  readonly file: string;
  readonly durability: 'full' | 'normal' | 'off';
  /** The first append's number, and how many. */
  readonly first: number;
  readonly appends: number;
  readonly callers: number;
}

/** What the process said before it ended. */
export interface Answers {
  /** Index of the first event, by the number of the append. */
  readonly acknowledged: ReadonlyMap<number, number>;
  readonly refused: ReadonlyMap<number, string>;
  /** Why the log could not be opened or closed. */
  readonly closed: string | null;
}

/** Runs the load in a process of its own, behind `wrap` (a command that takes a command). Resolves when it ended, however it ended. */
export async function runLoad({ file, durability, first, appends, callers }: Load, wrap: readonly string[] = []): Promise<Answers> {
  const command = [...wrap, process.execPath, script, file, durability, String(first), String(appends), String(callers)];
  const child = spawn(command[0] as string, command.slice(1), {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  await once(child, 'close');
  // 3: it said itself why it could not go on.
  if (child.exitCode !== 0 && child.exitCode !== 3 && child.signalCode === null && child.exitCode !== 137)
    throw new Error(`the load ended with ${String(child.exitCode)}: ${Buffer.concat(err).toString()}`);
  return answersIn(Buffer.concat(out).toString());
}

/** Reads the lines that the load writes. */
export function answersIn(text: string): Answers {
  const acknowledged = new Map<number, number>();
  const refused = new Map<number, string>();
  let closed: string | null = null;
  for (const line of text.split('\n')) {
    const [word, one = '', two = ''] = line.split(' ');
    if (word === 'ack') acknowledged.set(Number(one), Number(two));
    else if (word === 'no') refused.set(Number(one), two);
    else if (word === 'closed') closed = one;
  }
  return { acknowledged, refused, closed };
}

/** What a log lacks or has too much of, measured by what its users were told. */
export interface Verdict {
  /** Numbers of appends that were acknowledged and are not there. */
  readonly lost: readonly number[];
  /** Streams that hold something else than one whole append. */
  readonly torn: readonly string[];
  readonly damage: readonly string[];
}

/** Opens the log as it lies there and holds it against the acknowledgements. A log that does not open is damaged. */
export async function judge(file: string, acknowledged: Answers['acknowledged']): Promise<Verdict> {
  let store: SqliteEventStore;
  try {
    store = await SqliteEventStore.open({ file });
  } catch (error) {
    return { lost: [...acknowledged.keys()], torn: [], damage: [`${(error as Error).name}: ${(error as Error).message}`] };
  }
  try {
    const log = await store.readFromIndex(0, 100_000);
    const sizes = new Map<string, number>();
    for (const { stream } of log) sizes.set(stream, (sizes.get(stream) ?? 0) + 1);
    const isThere = (n: number, index: number): boolean =>
      eventsOf(n).every(({ id, data }, i) => {
        const there = log[index + i];
        return there?.id === id && there.stream === `issue-${n}` && JSON.stringify(there.data) === JSON.stringify(data);
      });
    return {
      lost: [...acknowledged].filter(([n, index]) => !isThere(n, index)).map(([n]) => n),
      torn: [...sizes].filter(([, size]) => size !== 2).map(([stream]) => stream),
      damage: await store.check(),
    };
  } catch (error) {
    return { lost: [...acknowledged.keys()], torn: [], damage: [`${(error as Error).name}: ${(error as Error).message}`] };
  } finally {
    await store.close();
  }
}

/** Tries every append of the load again: each stands once afterwards. Resolves to the numbers of those that do not. */
export async function tryAgain({ file, first, appends }: Load): Promise<readonly number[]> {
  const store = await SqliteEventStore.open({ file });
  try {
    const wrong: number[] = [];
    for (let n = first; n < first + appends; n++) {
      await store.append(`issue-${n}`, 'noStream', eventsOf(n));
      const ids = (await store.readStream(`issue-${n}`)).map(({ id }) => id);
      if (
        ids.join() !==
        eventsOf(n)
          .map(({ id }) => id)
          .join()
      )
        wrong.push(n);
    }
    return wrong;
  } finally {
    await store.close();
  }
}
