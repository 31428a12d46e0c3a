import type { DomainEvent, EventRef, Recorded } from '#domain';
import { step } from '#domain/routing/router-fold';
import { initialRouterState, type RouterState } from '#domain/routing/router-state';
import { recordOf, type Routed } from '#domain/routing/routed';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import { canonicalJson, type JsonObject } from '#ledger';
import { firstDifference } from './route-divergence.js';

/** A recorded route that is not what the log without its routes gives. */
export interface RouteDifference {
  readonly recordedIn: EventRef;
  readonly issue: string;
  /** The trigger that it answers; null: nothing in the log leads to it. */
  readonly trigger: EventRef | null;
  /** First place where the two differ (`factors.2.points`), or what is missing. */
  readonly at: string;
}

export interface Replay {
  readonly events: number;
  readonly routesRecomputed: number;
  /** Routes of the newest events that the router has not recorded yet: it does when it runs again. */
  readonly routesPending: number;
  /** All that differ; `differences` tells of the first ones. */
  readonly routesDiffering: number;
  readonly differences: readonly RouteDifference[];
  readonly state: RouterState;
}

export interface ReplayOptions {
  readonly pageEvents?: number;
  /** Given every page, in order, before the next is read. */
  readonly onPage?: (events: readonly RecordedEvent[], through: Position) => Promise<void>;
  /** Of so many differences it is told where; the rest are counted. */
  readonly mostDifferences?: number;
}

/**
 * Folds the log from its start without its `IssueRouted`, recomputes every route with the policy and evaluator that were in force, and
 * compares each with what was recorded, flips included.
 */
export async function replay(
  store: EventStore,
  { pageEvents = 1000, onPage, mostDifferences = 1000 }: ReplayOptions = {},
): Promise<Replay> {
  const state = initialRouterState();
  const expected = new Map<string, Routed>();
  const differences: RouteDifference[] = [];
  let routesDiffering = 0;
  const differs = (difference: RouteDifference): void => {
    routesDiffering++;
    if (differences.length < mostDifferences) differences.push(difference);
  };
  let events = 0;
  let routesRecomputed = 0;
  for (let after: Position | null = null; ;) {
    const page = await store.readAll(after, pageEvents);
    const last = page.at(-1);
    if (last === undefined) break;
    for (const event of page) {
      events++;
      if (event.type === 'IssueRouted') {
        const difference = compare(event, expected);
        if (difference !== null) differs(difference);
        continue;
      }
      for (const routed of step(state, event as unknown as Recorded<DomainEvent>).routes) {
        routesRecomputed++;
        expected.set(keyOf(routed.issue, routed.revision), routed);
      }
    }
    await onPage?.(page, last.position);
    after = last.position;
  }
  return { events, routesRecomputed, routesPending: expected.size, routesDiffering, differences, state };
}

function compare(event: RecordedEvent, expected: Map<string, Routed>): RouteDifference | null {
  const { stream, revision } = event;
  const issue = stream.slice('routing-'.length);
  const own = expected.get(keyOf(issue, revision));
  const difference = (at: string): RouteDifference => ({ recordedIn: { stream, revision }, issue, trigger: own?.body.trigger ?? null, at });
  if (own === undefined) return difference('nothing in the log leads to it');
  expected.delete(keyOf(issue, revision));
  const recomputed = recordOf(own) as unknown as JsonObject;
  if (canonicalJson(recomputed) === canonicalJson(event.data)) return null;
  const path = firstDifference(recomputed, event.data, '');
  if (path !== null) return difference(path);
  // Flips of another version were found by other rules: only the same version must give the same.
  return recomputed['flipsVersion'] === event.data['flipsVersion'] ? difference('flips') : null;
}

const keyOf = (issue: string, revision: number): string => `${issue} ${String(revision)}`;
