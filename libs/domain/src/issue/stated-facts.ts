import { checkCode, checkCount, checkInstant, checkInteger, checkLabel, checkOneOf, checkText } from '../check-value.js';
import { MAX_DELAY_DAYS } from '../decision/commitment.js';
import { InvalidValue } from '../errors.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import { plain } from '../personal.js';
import { amountOrNone } from '../policy/amount-in.js';
import { MAX_UNITS, type RunningProgramme } from '../programme/programme.js';
import { ACTION_KINDS } from '../routing/policy-document.js';
import { EXPOSURES, type Ask, type IssueFacts } from './issue.js';
import type { IssueContext, StatedAsk, StatedFacts } from './issue.commands.js';

const TWENTY_YEARS_MS = 20 * 365.25 * 86_400_000;

type Checks = { readonly [K in keyof StatedFacts]: (value: StatedFacts[K], field: string, given: Given) => IssueFacts[K] };

interface Given {
  readonly programme: RunningProgramme;
  readonly context: IssueContext;
}

/** For every fact: its rule, and what becomes of it in the event. */
const FACTS: Checks = {
  kind: (kind, field, { programme }) => {
    checkOneOf(kind, field, programme.kinds.map(({ code }) => code)); // prettier-ignore
    return kind;
  },
  site: (site, field, { context }) => registered(site, field, context.site),
  partner: (partner, field, { context }) => registered(partner, field, context.partner),
  order: (order, field) => ifKnown(order, () => checkCode(order, field)),
  serials: (serials, field) => {
    checkCount(serials, field, 0, 200);
    serials.forEach((serial, i) => checkLabel(serial, `${field}[${i}]`, 64));
    if (new Set(serials).size < serials.length) throw new InvalidValue(field, 'must not name one twice');
    return serials;
  },
  units: (units, field) => ifKnown(units, () => checkInteger(units, field, 1, MAX_UNITS)),
  valueAtRisk: (money, field, { context }) => amountOrNone(context.book, money, field),
  delayCostPerDay: (money, field, { context }) => amountOrNone(context.book, money, field),
  neededBy: (instant, field, { context }) => withinTwentyYears(instant, field, context.now),
  workaroundUntil: (instant, field, { context }) => withinTwentyYears(instant, field, context.now),
  visibility: (visibility, field) => ifKnown(visibility, () => checkInteger(visibility, field, 0, 3)),
  irreversible: (irreversible, field) => {
    if (typeof irreversible !== 'boolean') throw new InvalidValue(field, 'must be true or false');
    return irreversible;
  },
  exposure: (exposure, field) => {
    checkOneOf(exposure, field, EXPOSURES);
    return exposure;
  },
  criticalDetail: (detail, field, { programme }) =>
    ifKnown(detail, () => checkOneOf(detail ?? '', field, programme.criticalDetails.map(({ code }) => code))), // prettier-ignore
  ask: (ask, field, { context }) => (ask === null ? null : checkedAsk(ask, field, context)),
};

const NAMES = Object.keys(FACTS) as readonly (keyof StatedFacts)[];

/** Checks all facts and makes them ready for the event. Throws `InvalidValue` with the name of the fact. */
export function allFacts(stated: Partial<StatedFacts>, given: Given): IssueFacts {
  const missing = NAMES.find((name) => stated[name] === undefined);
  if (missing !== undefined) throw new InvalidValue(missing, 'must be stated, if only as unknown');
  return someFacts(stated, '', given) as IssueFacts;
}

/** The same for some of them, named below `at` (`changes.`). */
export function someFacts(stated: Partial<StatedFacts>, at: string, given: Given): Partial<IssueFacts> {
  const entries = NAMES.filter((name) => stated[name] !== undefined).map((name) => [name, checked(name, stated, at, given)]);
  return Object.fromEntries(entries) as Partial<IssueFacts>;
}

function checked<K extends keyof StatedFacts>(name: K, stated: Partial<StatedFacts>, at: string, given: Given): IssueFacts[K] {
  return FACTS[name](stated[name] as StatedFacts[K], `${at}${name}`, given);
}

function checkedAsk(ask: StatedAsk, field: string, { book }: IssueContext): Ask {
  checkOneOf(ask.action, `${field}.action`, ACTION_KINDS);
  checkInteger(ask.delayAcceptedDays, `${field}.delayAcceptedDays`, 0, MAX_DELAY_DAYS);
  checkText(ask.recommendation, `${field}.recommendation`);
  if (ask.alternative !== null) checkText(ask.alternative, `${field}.alternative`);
  return {
    action: ask.action,
    spend: amountOrNone(book, ask.spend, `${field}.spend`),
    writeOff: amountOrNone(book, ask.writeOff, `${field}.writeOff`),
    delayAcceptedDays: ask.delayAcceptedDays,
    recommendation: plain(ask.recommendation),
    alternative: ask.alternative === null ? null : plain(ask.alternative),
  };
}

function registered(code: string | null, field: string, state: IssueContext['site' | 'partner']): string | null {
  if (code === null) return null;
  checkCode(code, field);
  if (state.status === 'none' || state.code !== code) throw new InvalidValue(field, 'is not registered in the programme');
  return code;
}

function withinTwentyYears(instant: Instant | null, field: string, now: Instant): Instant | null {
  if (instant === null) return null;
  checkInstant(instant, field);
  if (instant > fromMillis(toMillis(now) + TWENTY_YEARS_MS)) throw new InvalidValue(field, 'must not lie more than 20 years ahead');
  return instant;
}

function ifKnown<T>(value: T | null, check: () => void): T | null {
  if (value !== null) check();
  return value;
}
