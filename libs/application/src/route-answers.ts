import type { EventRef, RouteRecord, RoutingEvent } from '#domain';
import type { EventStore, Position, RecordedEvent } from '#event-store';

/** A recorded route, and where it stands. */
export interface RouteAnswer {
  readonly record: RouteRecord;
  /** In `routing-<issue>`. */
  readonly revision: number;
  readonly position: Position;
}

/** At least so many of the last routes can still be asked for; an older one is read from its stream. */
const KEPT = 2048;

type Answers = Map<string, PromiseWithResolvers<RouteAnswer>>;

/** The routes of the last triggers, as promises: made when the fold asks for a route, kept when it is recorded. */
export class RouteAnswers {
  /** The older ones go all at once: finding the oldest of a map again and again costs more than the route's own look-ups. */
  #newer: Answers = new Map();
  #older: Answers = new Map();

  expect(trigger: EventRef, issue: string): void {
    const key = keyOf(trigger, issue);
    if (this.#find(key) !== undefined) return;
    const answer = Promise.withResolvers<RouteAnswer>();
    answer.promise.catch(() => undefined); // nobody need have asked
    if (this.#newer.size === KEPT) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, answer);
  }

  give(answer: RouteAnswer): void {
    this.#find(keyOf(answer.record.trigger, answer.record.issue))?.resolve(answer);
  }

  fail(error: unknown): void {
    for (const answer of [...this.#older.values(), ...this.#newer.values()]) answer.reject(error);
  }

  /** null: no route was asked for, or it is too long ago. */
  of(trigger: EventRef, issue: string): Promise<RouteAnswer> | null {
    return this.#find(keyOf(trigger, issue))?.promise ?? null;
  }

  #find(key: string): PromiseWithResolvers<RouteAnswer> | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }
}

/** The first recorded route of an issue that answers one of the triggers; null: there is none. */
export async function recordedRoute(store: EventStore, triggers: readonly EventRef[], issue: string): Promise<RouteAnswer | null> {
  const keys = triggers.map((trigger) => keyOf(trigger, issue));
  const routes = (await store.readStream(`routing-${issue}`)) as readonly (RecordedEvent & RoutingEvent)[];
  const made = routes.find(({ data }) => keys.includes(keyOf(data.trigger, issue)));
  return made === undefined ? null : { record: made.data, revision: made.revision, position: made.position };
}

function keyOf({ stream, revision }: EventRef, issue: string): string {
  return `${issue} ${stream}@${String(revision)}`;
}
