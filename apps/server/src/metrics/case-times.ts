import type { Subscriber } from '#application';
import { toMillis, type EventRef, type Instant } from '#domain';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { Metrics } from './metrics.js';

const MOST_REMEMBERED = 4_096;

/** What is remembered of an entry to which a later one looks back. */
interface Began {
  readonly at: Instant;
  readonly level: number;
}

/**
 * How long cases took, from the log as it grows: it begins at the end of the log, and what began before is read from it, one entry for
 * each that looks back.
 */
export class CaseTimes implements Subscriber {
  readonly name = 'metrics';
  readonly version = 1;
  readonly #began = new Map<string, Began>();
  readonly #store: EventStore;
  readonly #metrics: Pick<Metrics, 'routed' | 'acknowledged' | 'decided'>;

  constructor(store: EventStore, metrics: Pick<Metrics, 'routed' | 'acknowledged' | 'decided'>) {
    this.#store = store;
    this.#metrics = metrics;
  }

  async position(): Promise<Position | null> {
    return (await this.#store.head())?.position ?? null;
  }

  async apply(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) {
      this.#remember(event);
      const { type, stream } = event;
      if (type === 'IssueRouted')
        this.#metrics.routed(secondsFrom(await this.#beganAt(event.data['trigger'] as unknown as EventRef), event));
      if (type !== 'EscalationAcknowledged' && type !== 'EscalationDecided') continue;
      const opened = await this.#beganAt({ stream, revision: 0 });
      const level = opened?.level ?? 0;
      if (type === 'EscalationAcknowledged') this.#metrics.acknowledged(level, secondsFrom(opened, event));
      else this.#metrics.decided(level, secondsFrom(opened, event));
    }
  }

  async #beganAt(ref: EventRef): Promise<Began | undefined> {
    const known = this.#began.get(keyOf(ref));
    if (known !== undefined) return known;
    const [event] = await this.#store.readStream(ref.stream, { fromRevision: ref.revision, limit: 1 });
    return event === undefined ? undefined : this.#remember(event);
  }

  #remember(event: RecordedEvent): Began {
    const level = event.data['level'];
    const began = { at: event.recordedAt, level: typeof level === 'number' ? level : 0 };
    this.#began.set(keyOf(event), began);
    if (this.#began.size > MOST_REMEMBERED) this.#began.delete(this.#began.keys().next().value as string);
    return began;
  }
}

function keyOf({ stream, revision }: EventRef): string {
  return `${stream}@${revision}`;
}

/** Log time does not go back: a clock that was set back took no time. */
function secondsFrom(began: Began | undefined, { recordedAt }: RecordedEvent): number {
  return began === undefined ? 0 : Math.max(0, (toMillis(recordedAt) - toMillis(began.at)) / 1000);
}
