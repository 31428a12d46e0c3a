import { toMinute, type Instant, type Minute } from '../../instant.js';
import type { Exposure, IssueFacts } from '../../issue/issue.js';
import type { Amount } from '../../money.js';
import type { ActionKind } from '../policy-document.js';

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

interface StatedAsk {
  readonly action: ActionKind;
  readonly amount: number | null;
  readonly unconvertible: boolean;
  readonly delayDays: number;
  readonly hasAlternative: boolean;
}

/** Revisions in the issue's stream. */
interface StatedIn {
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

/** The facts of a first filing. */
export function firstStated(facts: IssueFacts & { readonly programme: string; readonly region: string | null }): Stated {
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
