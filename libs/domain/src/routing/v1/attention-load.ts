import { countUpTo } from '../../count-up-to.js';
import { MINUTES_PER_DAY, type Minute } from '../../instant.js';
import type { ActionKind, Policy } from '../policy-document.js';
import { budgetOfLevel } from './presence.js';
import type { Roster, RosterPerson } from './roster.js';

/** Minutes of attention that were spent, as sums so far; the times rise with the log. */
interface Spent {
  readonly at: Minute[];
  readonly soFar: number[];
}

/** What leaders' attention went to, and what is expected to be asked of it: by level and by person. Plain data. */
export interface AttentionLoad {
  readonly levels: Map<number, Spent>;
  readonly people: Map<string, Spent>;
  /** Of the open escalations. */
  readonly expectedOfLevel: Map<number, number>;
  readonly expectedOfPerson: Map<string, number>;
  /** How often an action's decision took so many minutes: `counts[minutes]`. Without an ask the action is `none`. */
  readonly taken: Map<ActionKind | 'none', { known: number; readonly counts: number[] }>;
}

const WEEK = 7 * MINUTES_PER_DAY;

export function noAttention(): AttentionLoad {
  return { levels: new Map(), people: new Map(), expectedOfLevel: new Map(), expectedOfPerson: new Map(), taken: new Map() };
}

/** Records attention that was spent at a level by a person. */
export function spend(load: AttentionLoad, level: number, person: string, minutes: number, now: Minute): void {
  add(load.levels, level, minutes, now);
  add(load.people, person, minutes, now);
}

/** Records how long a leader took over a decision. */
export function learnMinutes(load: AttentionLoad, action: ActionKind | null, minutes: number): void {
  const key = action ?? 'none';
  let taken = load.taken.get(key);
  if (taken === undefined) load.taken.set(key, (taken = { known: 0, counts: [] }));
  while (taken.counts.length <= minutes) taken.counts.push(0);
  (taken.counts[minutes] as number)++;
  taken.known++;
}

/** An escalation was opened (1) or is over (-1) that is expected to take so many minutes. */
export function expect(load: AttentionLoad, level: number, person: string, minutes: number, sign: 1 | -1): void {
  load.expectedOfLevel.set(level, (load.expectedOfLevel.get(level) ?? 0) + sign * minutes);
  load.expectedOfPerson.set(person, (load.expectedOfPerson.get(person) ?? 0) + sign * minutes);
}

/** Minutes that a decision is expected to take: the median of its action's (the lower of two) once enough are known, before that the policy's. */
export function expectedMinutes(load: AttentionLoad, action: ActionKind | null, { attention }: Policy): number {
  const taken = load.taken.get(action ?? 'none');
  if (taken === undefined || taken.known < Math.max(1, attention.enough)) {
    return attention.expectedMinutes.find((entry) => entry.action === action)?.minutes ?? attention.otherwise;
  }
  let rank = Math.ceil(taken.known / 2);
  let minutes = 0;
  while ((rank -= taken.counts[minutes] as number) > 0) minutes++;
  // A decision in no time at all would come before everything else for ever.
  return Math.max(1, minutes);
}

/** Per cent of a level's weekly attention that is spent or spoken for; 100 when nobody of the level is present. */
export function loadOfLevel(load: AttentionLoad, roster: Roster, level: number, now: Minute): number {
  const { sum, anybody } = budgetOfLevel(roster, level, now);
  if (!anybody) return 100;
  const minutes = spentIn(load.levels.get(level), now) + (load.expectedOfLevel.get(level) ?? 0);
  return percentOf(minutes, sum);
}

/** The same for one person. */
export function loadOfPerson(load: AttentionLoad, person: RosterPerson, now: Minute): number {
  const minutes = spentIn(load.people.get(person.id), now) + (load.expectedOfPerson.get(person.id) ?? 0);
  return percentOf(minutes, person.minutesPerWeek);
}

function percentOf(minutes: number, budget: number): number {
  return budget === 0 ? 100 : Math.floor((minutes * 100) / budget);
}

function add<K>(all: Map<K, Spent>, key: K, minutes: number, now: Minute): void {
  let spent = all.get(key);
  if (spent === undefined) all.set(key, (spent = { at: [], soFar: [] }));
  spent.at.push(now);
  spent.soFar.push((spent.soFar.at(-1) ?? 0) + minutes);
}

/** Minutes spent in the last week: after `now - WEEK`. */
function spentIn(spent: Spent | undefined, now: Minute): number {
  if (spent === undefined) return 0;
  const before = countUpTo(spent.at, now - WEEK);
  return (spent.soFar.at(-1) ?? 0) - (spent.soFar[before - 1] ?? 0);
}
