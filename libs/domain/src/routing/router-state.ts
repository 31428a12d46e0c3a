import type { WorkingTime } from '../calendar/working-time.js';
import type { Instant, Minute } from '../instant.js';
import type { Routed } from './routed.js';
import { noAttention, type AttentionLoad } from './v1/attention-load.js';
import type { Case } from './v1/case.js';
import { noCommitments, type Commitments } from './v1/commitments.js';
import { noHoldings, type Holdings } from './v1/holdings.js';
import { nowhere, type Places } from './v1/places.js';
import { noPlaybooks, type PlaybookIndex } from './v1/playbooks.js';
import { noPolicies, type Policies } from './v1/policies.js';
import type { ProgrammeOfCases } from './v1/programmes.js';
import type { RemedyTimes } from './v1/remedy-times.js';
import { emptyRoster, type Roster } from './v1/roster.js';
import type { Successes } from './v1/successes.js';

/**
 * All that the router keeps of the log: plain data (maps, sets, lists, numbers, strings), so that it can be stored and loaded whole, and
 * no personal field. It is folded in place, because there is one fold over one log, and copies would cost more than the fold.
 */
export interface RouterState {
  /** Log time: the latest `recordedAt` so far, and the minute in which it lies. */
  now: Instant;
  minute: Minute;
  /** How many events of each type were folded, its own routes aside: also those that no route depends on leave a trace in the state. */
  readonly folded: Map<string, number>;
  readonly policies: Policies;
  readonly programmes: Map<string, ProgrammeOfCases>;
  readonly places: Places;
  readonly playbooks: PlaybookIndex;
  readonly calendars: Map<string, WorkingTime>;
  readonly roster: Roster;
  readonly cases: Map<string, Case>;
  /** Ids of undecided issues, by `<programme>.<partner>` and by `<programme>.<kind>`. */
  readonly byPartner: Map<string, Set<string>>;
  readonly byKind: Map<string, Set<string>>;
  readonly holdings: Holdings;
  readonly commitments: Commitments;
  /** By `<programme>.<kind>.<site class>`. */
  readonly remedies: Map<string, RemedyTimes>;
  /** By pattern. */
  readonly successes: Map<string, Successes>;
  /** By `<programme>.<critical detail>`. */
  readonly rows: Map<string, Successes>;
  readonly attention: AttentionLoad;
  /** Which case an escalation's stream is about, and which route of it opened the stream. */
  readonly escalations: Map<string, { readonly issue: string; readonly route: number }>;
  /** Which partner a call sheet is about, and which `PartnerPutForward` it answers. */
  readonly callSheets: Map<string, { readonly partner: string; readonly revision: number }>;
  /** Routes that were made and not yet met in the log, by issue, oldest first. */
  readonly unmet: Map<string, Routed[]>;
}

/** The state before the first event. */
export function initialRouterState(): RouterState {
  return {
    now: '1970-01-01T00:00:00.000Z',
    minute: 0,
    folded: new Map(),
    policies: noPolicies(),
    programmes: new Map(),
    places: nowhere(),
    playbooks: noPlaybooks(),
    calendars: new Map(),
    roster: emptyRoster(),
    cases: new Map(),
    byPartner: new Map(),
    byKind: new Map(),
    holdings: noHoldings(),
    commitments: noCommitments(),
    remedies: new Map(),
    successes: new Map(),
    rows: new Map(),
    attention: noAttention(),
    escalations: new Map(),
    callSheets: new Map(),
    unmet: new Map(),
  };
}
