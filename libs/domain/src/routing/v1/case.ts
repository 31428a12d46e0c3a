import type { EventRef } from '../../event.js';
import type { Minute } from '../../instant.js';
import type { IssueFacts } from '../../issue/issue.js';
import type { EscalationKey } from '../routed.js';
import type { CaseEscalation } from './case-escalation.js';
import type { Committed } from './commitments.js';
import type { Held } from './holdings.js';
import { firstStated, type Stated } from './stated.js';

/** An issue as routing knows it. Closed ones are kept: they may be reopened. */
export interface Case {
  readonly id: string;
  readonly programme: string;
  /** Who filed it: the actor of the first event. */
  readonly filer: string;
  readonly filedAt: Minute;
  stated: Stated;
  /** Hash of the policy that it was first routed with; null: not routed yet. */
  policy: string | null;
  /** `decided`: nobody has to decide it now, and it is no longer reviewed by time. */
  status: 'open' | 'decided' | 'closed';
  /** Since when nobody has decided it. */
  heldSince: Minute;
  handOffs: number;
  /** The last hand-off. */
  handedOffIn: EventRef | null;
  roadblock: Roadblock | null;
  /** How often somebody asked for it to go up, and who. */
  requests: number;
  askers: readonly string[];
  mine: CallOnCase | null;
  delegate: CallOnCase | null;
  /** After a return with guidance or a hand-over: the level at which the score is capped. */
  sentDown: { readonly level: number; readonly until: Minute | null; readonly source: EventRef } | null;
  owner: string;
  ownerByHand: boolean;
  /** The level where it stands, and since when. */
  level: number;
  levelSince: Minute;
  /** It was once above L1. */
  wasAbove: boolean;
  escalation: CaseEscalation | null;
  /** The last escalation that a route withdrew, should somebody have claimed or moved it before that was written; or that was decided. */
  lapsed: CaseEscalation | null;
  /** Every escalation that was opened. */
  opened: readonly EscalationKey[];
  decided: Decided | null;
  committed: Committed | null;
  closing: Closing | null;
  /** Under whose names it is counted as undecided. */
  held: Held | null;
  /** How many routes it had. */
  routes: number;
  /** What its last full route said: a review that says the same changed nothing. */
  gist: string | null;
}

interface Roadblock {
  readonly fromLevel: number;
  readonly cause: 'asked' | 'stepped_up' | 'clock';
  readonly source: EventRef;
}

export interface CallOnCase {
  readonly level: number;
  readonly by: string;
  readonly until: Minute | null;
  readonly source: EventRef;
}

/** What was decided, and what a withdrawal before its effect brings back. */
export interface Decided {
  /** The level at which it was decided. */
  readonly level: number;
  /** Where; null: on the issue itself, by a manager. */
  readonly on: EscalationKey | null;
  /** What was committed by each decision since one last took effect, newest last. */
  readonly commitments: readonly number[];
  readonly before: Pick<Case, 'level' | 'levelSince' | 'heldSince' | 'roadblock' | 'escalation'>;
}

/** What its closing added to the statistics, should it be reopened. */
export interface Closing {
  readonly at: Minute;
  readonly remedy: { readonly key: string; readonly bin: number } | null;
  readonly success: string | null;
  readonly row: string | null;
}

/** A case as it is filed. */
export function newCase(
  id: string,
  filer: string,
  filed: IssueFacts & { readonly programme: string; readonly region: string | null },
  minute: Minute,
): Case {
  return {
    id,
    programme: filed.programme,
    filer,
    filedAt: minute,
    stated: firstStated(filed),
    policy: null,
    status: 'open',
    heldSince: minute,
    handOffs: 0,
    handedOffIn: null,
    roadblock: null,
    requests: 0,
    askers: [],
    mine: null,
    delegate: null,
    sentDown: null,
    owner: '',
    ownerByHand: false,
    level: 1,
    levelSince: minute,
    wasAbove: false,
    escalation: null,
    lapsed: null,
    opened: [],
    decided: null,
    committed: null,
    closing: null,
    held: null,
    routes: 0,
    gist: null,
  };
}
