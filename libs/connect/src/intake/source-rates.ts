import { toMillis, type Instant } from '#domain';

interface Bucket {
  /** Messages that may come at once; it fills again with time. */
  left: number;
  atMillis: number;
}

/** How often each source may send: as many as it may in a minute at once, and then as they grow again. By one process: with two, twice as many. */
export class SourceRates {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one message, or says in how many seconds the next may come. */
  take(source: string, perMinute: number, now: Instant): { readonly waitSeconds: number } | null {
    const millis = toMillis(now);
    const { left, atMillis } = this.#buckets.get(source) ?? { left: perMinute, atMillis: millis };
    const grown = Math.min(perMinute, left + (Math.max(0, millis - atMillis) * perMinute) / 60_000);
    const isFree = grown >= 1;
    this.#buckets.set(source, { left: isFree ? grown - 1 : grown, atMillis: millis });
    return isFree ? null : { waitSeconds: Math.max(1, Math.ceil(((1 - grown) * 60) / perMinute)) };
  }
}
