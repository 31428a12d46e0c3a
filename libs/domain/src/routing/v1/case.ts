import type { EventRef } from '../../event.js';
import { toMinute, type Instant, type Minute } from '../../instant.js';
import type { Exposure, IssueFacts } from '../../issue/issue.js';
import type { Amount } from '../../money.js';
import type { ActionKind } from '../policy-document.js';
import type { EscalationKey } from '../routed.js';
import type { CaseEscalation } from './case-escalation.js';
import type { Committed } from './commitments.js';
import type { Held } from './holdings.js';

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

export interface Roadblock {
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

/** The facts of an issue as stated, without words; revisions say which of its events stated each. */
export interface Stated {
  readonly programme: string;
  /** `<programme>.<code>`, under which it is found and counted: made once, because every route asks for them. */
  readonly keys: { readonly kind: string; readonly partner: string | null; readonly order: string | null };
  readonly kind: string;
  readonly site: string | null;
  readonly partner: string | null;
  readonly order: string | null;
  readonly region: string | null;
  readonly units: number | null;
  readonly valueAtRisk: number | null;
  readonly delayCostPerDay: number | null;
  readonly neededBy: Minute | null;
  readonly workaroundUntil: Minute | null;
  readonly visibility: number | null;
  readonly irreversible: boolean;
  readonly exposure: Exposure;
  readonly criticalDetail: string | null;
  readonly ask: StatedAsk | null;
  readonly statedIn: StatedIn;
}

export interface StatedAsk {
  readonly action: ActionKind;
  readonly amount: number | null;
  readonly unconvertible: boolean;
  readonly delayDays: number;
  readonly hasAlternative: boolean;
}

/** Revisions in the issue's stream. */
export interface StatedIn {
  readonly time: number;
  readonly delayCost: number;
  readonly stakes: number;
  readonly visibility: number;
  readonly exposure: number;
  readonly critical: number;
  readonly ask: number;
}

const UNSTATED: Stated = {
  programme: '',
  keys: { kind: '', partner: null, order: null },
  kind: '',
  site: null,
  partner: null,
  order: null,
  region: null,
  units: null,
  valueAtRisk: null,
  delayCostPerDay: null,
  neededBy: null,
  workaroundUntil: null,
  visibility: null,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
  statedIn: { time: 0, delayCost: 0, stakes: 0, visibility: 0, exposure: 0, critical: 0, ask: 0 },
};

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

/** The facts of a first filing. */
function firstStated(facts: IssueFacts & { readonly programme: string; readonly region: string | null }): Stated {
  return restated({ ...UNSTATED, programme: facts.programme }, facts, facts.region, 0);
}

/** The facts after an event at `revision` has stated some of them anew. */
export function restated(before: Stated, changes: Partial<IssueFacts>, region: string | null | undefined, revision: number): Stated {
  const { kind, site, partner, order, units, visibility, irreversible, exposure, criticalDetail } = changes;
  const since = (before: number, ...parts: readonly unknown[]): number => (parts.every((part) => part === undefined) ? before : revision);
  const { programme, statedIn } = before;
  const codes = {
    kind: kind ?? before.kind,
    partner: partner === undefined ? before.partner : partner,
    order: order === undefined ? before.order : order,
  };
  const key = (code: string | null): string | null => (code === null ? null : `${programme}.${code}`);
  return {
    programme,
    keys: { kind: `${programme}.${codes.kind}`, partner: key(codes.partner), order: key(codes.order) },
    ...codes,
    site: site === undefined ? before.site : site,
    region: region === undefined ? before.region : region,
    units: units === undefined ? before.units : units,
    valueAtRisk: changes.valueAtRisk === undefined ? before.valueAtRisk : routedMinor(changes.valueAtRisk),
    delayCostPerDay: changes.delayCostPerDay === undefined ? before.delayCostPerDay : routedMinor(changes.delayCostPerDay),
    neededBy: changes.neededBy === undefined ? before.neededBy : minuteOf(changes.neededBy),
    workaroundUntil: changes.workaroundUntil === undefined ? before.workaroundUntil : minuteOf(changes.workaroundUntil),
    visibility: visibility === undefined ? before.visibility : visibility,
    irreversible: irreversible ?? before.irreversible,
    exposure: exposure ?? before.exposure,
    criticalDetail: criticalDetail === undefined ? before.criticalDetail : criticalDetail,
    ask: changes.ask === undefined ? before.ask : statedAsk(changes.ask),
    statedIn: {
      time: since(statedIn.time, changes.neededBy, changes.workaroundUntil),
      delayCost: since(statedIn.delayCost, changes.delayCostPerDay),
      stakes: since(statedIn.stakes, changes.valueAtRisk, units, irreversible),
      visibility: since(statedIn.visibility, visibility),
      exposure: since(statedIn.exposure, exposure),
      critical: since(statedIn.critical, criticalDetail),
      ask: since(statedIn.ask, changes.ask),
    },
  };
}

/**
 * Spend and value written off count when they are stated. An ask to spend or to write off that does not say how much has a missing
 * amount; other actions need not cost anything.
 */
function statedAsk(ask: IssueFacts['ask']): StatedAsk | null {
  if (ask === null) return null;
  const { action, spend, writeOff, delayAcceptedDays, alternative } = ask;
  const parts = [spend, writeOff].filter((part) => part !== null);
  const unconvertible = parts.some(({ routed }) => routed === null);
  const isUnsaid = parts.length === 0 && (action === 'spend' || action === 'write_off');
  const amount = unconvertible || isUnsaid ? null : parts.reduce((sum, { routed }) => sum + (routed?.minor ?? 0), 0);
  return { action, amount, unconvertible, delayDays: delayAcceptedDays, hasAlternative: alternative !== null };
}

function routedMinor(amount: Amount | null): number | null {
  return amount?.routed?.minor ?? null;
}

function minuteOf(instant: Instant | null): Minute | null {
  return instant === null ? null : toMinute(instant);
}
