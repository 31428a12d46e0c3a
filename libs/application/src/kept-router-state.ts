import { initialRouterState, type RouterState } from '#domain/routing/router-state';
import { KeptMap } from './kept-map.js';
import type { KeptParts } from './kept-state.js';

/** Maps of the router's state that grow with the log, or with the organisation: a value is in memory while it is asked for. */
const KEPT = [
  'cases',
  'escalations',
  'callSheets',
  'places.sites',
  'places.partners',
  'places.orders',
  'commitments.orders',
  'commitments.partners',
  'successes',
  'rows',
  'remedies',
  'byPartner',
  'byKind',
  'holdings.issues',
  'holdings.owned',
  'programmes',
  'calendars',
  'roster.people',
  'roster.levels',
  'roster.reports',
  'attention.levels',
  'attention.people',
  'attention.expectedOfPerson',
] as const;

type Parts = Record<string, unknown>;

/** A router's state before the first event, whose parts can be stored. What is not in the list is its rest, and stored whole. */
export function keptRouterState(): { readonly state: RouterState; readonly parts: KeptParts } {
  const state = initialRouterState();
  const maps = KEPT.map((path) => put(state, path, new KeptMap(path, 'past')));
  const rest = (): unknown => restOf(state as unknown as Parts);
  return { state, parts: { maps, rest, setRest: (stored) => setRest(state as unknown as Parts, stored as Parts) } };
}

function put<M>(state: RouterState, path: string, map: M): M {
  const [outer = '', inner] = path.split('.');
  const of = (inner === undefined ? state : state[outer as keyof RouterState]) as unknown as Parts;
  of[inner ?? outer] = map;
  return map;
}

/** Everything but what is kept in rows of its own; of what holds such a part, its other fields. */
function restOf(of: Parts): Parts {
  const rest: Parts = {};
  for (const [field, value] of Object.entries(of)) {
    if (value instanceof KeptMap) continue;
    rest[field] = holdsKept(value) ? restOf(value) : value;
  }
  return rest;
}

function setRest(of: Parts, rest: Parts): void {
  for (const [field, value] of Object.entries(rest)) {
    const own = of[field];
    if (holdsKept(own)) setRest(own, value as Parts);
    else of[field] = value;
  }
}

function holdsKept(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => part instanceof KeptMap);
}
