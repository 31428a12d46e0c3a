import { toMillis, type Instant } from '#domain';

interface Bucket {
  /** Messages that may come at once; it fills again with time. */
  left: number;
  atMillis: number;
}

/** How often each source may send: as many as it may in a minute at once, and then as they grow again. By one process: with two, twice as many. */
export class SourceRates {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Takes messages that came together, all or none; or says in how many seconds they may come. More than may come in a minute are taken
   * for as many: they would never be let in.
   */
  take(source: string, perMinute: number, now: Instant, count = 1): { readonly waitSeconds: number } | null {
    const needed = Math.min(count, perMinute);
    const millis = toMillis(now);
    const { left, atMillis } = this.#buckets.get(source) ?? { left: perMinute, atMillis: millis };
    const grown = Math.min(perMinute, left + (Math.max(0, millis - atMillis) * perMinute) / 60_000);
    const isFree = grown >= needed;
    this.#buckets.set(source, { left: isFree ? grown - needed : grown, atMillis: millis });
    return isFree ? null : { waitSeconds: Math.max(1, Math.ceil(((needed - grown) * 60) / perMinute)) };
  }
}
