import type { RecordedEvent } from '#event-store';
import type { Live } from './live.js';
import type { EntryView } from './stream.views.js';

/** So often something is sent, so that nobody between takes the connection for dead. */
export const HEARTBEAT_MS = 15_000;
/** So long a reader may take to make room for more. What waits for it is one page of entries, whatever happens in the log. */
export const DRAIN_MS = 20_000;

/** Why a stream ends from here. A reader comes back with the id of what it saw last, and misses nothing. */
type Ending = 'shutting-down' | 'too-slow' | 'access-ended';

/** Where the stream goes. */
export interface Sink {
  /** False: it is full, and `drained` resolves when there is room again. */
  write(text: string): boolean;
  drained(): Promise<void>;
  /** Aborted when nobody reads any more. */
  readonly gone: AbortSignal;
}

export interface Following {
  readonly live: Pick<Live, 'after' | 'changed' | 'closed' | 'ended'>;
  /** What the reader may hear of these, by the rights of now; null: the door is closed to them. */
  readonly heard: (events: readonly RecordedEvent[]) => Promise<readonly EntryView[] | null>;
  /** A promise for some time later, which can be let go of. */
  readonly after: (milliseconds: number) => { readonly over: Promise<void>; cancel(): void };
}

type State = 'well' | 'gone' | Ending;

/**
 * Sends what comes after an index, as it comes, until the reader is gone or it ends from here, which the last event says. Of what the
 * reader may not hear the id alone is sent, so that it stands where the log stands.
 */
export async function follow(following: Following, sink: Sink, from: number): Promise<void> {
  let index = from;
  let state = await say(`retry: 2000\nid: ${index}\n\n`, following, sink);
  while (state === 'well') {
    const changed = following.live.changed();
    const events = await following.live.after(index);
    const heard = await following.heard(events);
    if (sink.gone.aborted) return;
    if (heard === null) state = 'access-ended';
    else if (following.live.closed) state = 'shutting-down';
    else if (events.length > 0) {
      index = events.at(-1)?.index ?? index;
      state = await say(textOf(heard, index), following, sink);
    } else if (await passesWith(changed, following, sink)) state = await say(': here\n\n', following, sink);
  }
  if (state !== 'gone') sink.write(`event: end\nid: ${index}\ndata: ${JSON.stringify({ reason: state })}\n\n`);
}

/** Writes, and waits until there is room for more. */
async function say(text: string, { live, after }: Following, sink: Sink): Promise<State> {
  if (sink.gone.aborted) return 'gone';
  if (sink.write(text)) return 'well';
  const patience = after(DRAIN_MS);
  const state = await Promise.race<State>([
    sink.drained().then(
      () => 'well',
      () => 'gone',
    ),
    patience.over.then(() => 'too-slow'),
    live.ended.then(() => 'shutting-down'),
  ]);
  patience.cancel();
  return state;
}

/** True if nothing happened for as long as a heartbeat. */
async function passesWith(changed: Promise<void>, { after }: Following, { gone }: Sink): Promise<boolean> {
  const beat = after(HEARTBEAT_MS);
  const left = Promise.withResolvers<boolean>();
  const leave = (): void => left.resolve(false);
  gone.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([changed.then(() => false), beat.over.then(() => true), left.promise]);
  } finally {
    beat.cancel();
    gone.removeEventListener('abort', leave);
  }
}

function textOf(heard: readonly EntryView[], index: number): string {
  const text = heard.map((entry) => `id: ${entry.index}\ndata: ${JSON.stringify(entry)}\n\n`).join('');
  return heard.at(-1)?.index === index ? text : `${text}id: ${index}\n\n`;
}
