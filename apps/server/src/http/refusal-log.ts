import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { FastifyInstance } from './fastify.js';

/** Refusals of one kind within an hour. */
export interface RefusalCount {
  /** The hour's beginning. */
  readonly hour: string;
  /** Who came with a good token; null: nobody that is known. */
  readonly person: string | null;
  /** Where they came from; of IPv6 the network of a site. null: of so many that they are counted together. */
  readonly address: string | null;
  /** The route's pattern; null: no route. */
  readonly route: string | null;
  /** The problem's name: `not-allowed`. */
  readonly problem: string;
  readonly count: number;
  readonly lastAt: string;
  /** Of the last of them, by which the server's own log finds it. */
  readonly lastCorrelationId: string;
}

export type Refused = Pick<RefusalCount, 'person' | 'address' | 'route' | 'problem'> & { readonly correlationId: string };

/** Different ones within an hour; the rest of the hour is counted by problem alone. */
const MOST_IN_AN_HOUR = 500;
const HOURS_KEPT = 31 * 24;
/** In all, whatever the hours held: the oldest go first. */
const MOST_KEPT = 10_000;

/**
 * Who was refused what, as counts: bounded, whoever calls how often. It is not in the event log, which never forgets and which nobody
 * may fill without a right (docs/decisions: the edge).
 */
export class RefusalLog {
  readonly #now: () => Date;
  /** By hour and all that tells them apart, the oldest hour first. */
  #counts = new Map<string, RefusalCount>();
  #inHour = { hour: '', different: 0 };
  #isSaved = true;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  record({ person, address, route, problem, correlationId }: Refused): void {
    const lastAt = this.#now().toISOString();
    const hour = `${lastAt.slice(0, 13)}:00:00.000Z`;
    if (this.#inHour.hour !== hour) this.#inHour = { hour, different: 0 };
    const exact = { hour, person, address, route, problem };
    const isKnown = this.#counts.has(keyOf(exact));
    const isOne = isKnown || this.#inHour.different < MOST_IN_AN_HOUR;
    if (!isKnown && isOne) this.#inHour.different += 1;
    const what = isOne ? exact : { hour, person: null, address: null, route: null, problem };
    const key = keyOf(what);
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { ...what, count, lastAt, lastCorrelationId: correlationId });
    this.#forget();
    this.#isSaved = false;
  }

  /** The newest first. */
  counts(most: number): readonly RefusalCount[] {
    return [...this.#counts.values()].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)).slice(0, most);
  }

  /** Takes up what a file holds. One that cannot be read is left, and begun anew: counts are not worth a server that does not start. */
  read(file: string): void {
    if (!existsSync(file)) return;
    try {
      const counts = JSON.parse(readFileSync(file, 'utf8')) as readonly RefusalCount[];
      this.#counts = new Map(counts.map((one) => [keyOf(one), one]));
      this.#forget();
    } catch {
      this.#counts = new Map();
    }
  }

  /** Writes them whole, beside the old ones, and changes places. */
  save(file: string): void {
    if (this.#isSaved) return;
    writeFileSync(`${file}.new`, JSON.stringify([...this.#counts.values()]), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    this.#isSaved = true;
  }

  #forget(): void {
    const oldest = new Date(this.#now().getTime() - HOURS_KEPT * 3_600_000).toISOString();
    for (const [key, { lastAt }] of this.#counts) {
      if (lastAt >= oldest && this.#counts.size <= MOST_KEPT) return;
      this.#counts.delete(key);
    }
  }
}

function keyOf({ hour, person, address, route, problem }: Omit<RefusalCount, 'count' | 'lastAt' | 'lastCorrelationId'>): string {
  return JSON.stringify([hour, person, address, route, problem]);
}

const ofServer = new WeakMap<object, RefusalLog>();

/** The refusals of a server, one object each. */
export function refusalLog(instance: Pick<FastifyInstance, 'server'>): RefusalLog {
  const known = ofServer.get(instance.server) ?? new RefusalLog();
  ofServer.set(instance.server, known);
  return known;
}
