import type { CallSheetEvent } from '../escalation/call-sheet.js';
import type { EscalationEvent } from '../escalation/escalation.js';
import type { Standing } from '../escalation/escalation.commands.js';
import type { EventRef } from '../event.js';
import type { Policy } from './policy-document.js';
import type { FullRoute, RouteRecord, UnchangedRoute } from './route-record.js';
import { evaluatorOf, type CaseFacts } from './index.js';

/** A route without its flips: they cost more than all the rest, change nothing that follows, and are added when it is recorded. */
export type RouteBody = Omit<FullRoute, 'flipsVersion' | 'flips'> | UnchangedRoute;

/** What the fold made of one trigger for one issue. */
export interface Routed {
  readonly issue: string;
  /** How many routes of this issue came before: its revision in `routing-<issue>`. */
  readonly revision: number;
  /** Id of the event that it answers; the id of `IssueRouted` derives from it and the issue. */
  readonly triggerId: string;
  readonly body: RouteBody;
  /** What the evaluator saw; null when nothing changed. */
  readonly facts: CaseFacts | null;
  readonly policy: Policy;
}

/** The route as `IssueRouted` records it, with its flips. */
export function recordOf({ body, facts, policy }: Routed): RouteRecord {
  if (!body.changed || facts === null) return body as UnchangedRoute;
  return { ...body, flipsVersion: 1, flips: evaluatorOf(policy).flipsOf(facts, policy) };
}

/** Which escalation is meant: its id derives from the id of the route that opened it, and that from the trigger's. */
export interface EscalationKey {
  readonly issue: string;
  readonly triggerId: string;
  /** The route that opened it, in `routing-<issue>`. */
  readonly route: EventRef;
}

type DataOf<E extends { readonly type: string; readonly data: object }, T extends E['type']> = Extract<E, { readonly type: T }>['data'];

/** What an event asks of an escalation's stream, in the words of its commands `OpenEscalation`, `FollowRoute`, `CloseForIssue`. */
export type EscalationMove =
  | { readonly move: 'open'; readonly escalation: EscalationKey; readonly data: DataOf<EscalationEvent, 'EscalationOpened'> }
  /** `to` null: the route is delegated now, or at a lower level, where another one is opened. `moves`: how many the route knew of. */
  | {
      readonly move: 'follow';
      readonly escalation: EscalationKey;
      readonly route: EventRef;
      readonly moves: number;
      readonly to: Standing | null;
    }
  | { readonly move: 'close'; readonly escalation: EscalationKey };

/** What an event asks of a call sheet's stream; its id derives from `putForwardId`, the id of the `PartnerPutForward`. */
export type CallSheetMove =
  | { readonly move: 'open'; readonly putForwardId: string; readonly data: DataOf<CallSheetEvent, 'CallSheetOpened'> }
  | { readonly move: 'close'; readonly putForwardId: string; readonly because: 'stood_down' };

/** A route met in the log, beside the one that the fold had made: it must say the same (flips aside). */
export interface MetRoute {
  readonly issue: string;
  readonly revision: number;
  readonly recorded: RouteRecord;
  /** null: the fold made no such route, or met it before. */
  readonly own: Routed | null;
  readonly same: boolean;
}

/** What one event leads to. The lists are in the order in which they are to be appended: routes first. */
export interface Step {
  readonly routes: readonly Routed[];
  readonly escalations: readonly EscalationMove[];
  readonly callSheets: readonly CallSheetMove[];
  /** The event was an `IssueRouted`. */
  readonly met: MetRoute | null;
}
