import { MAX_MINOR_UNITS } from '../money.js';
import { ACTION_KINDS, FACTOR_CODES } from './policy-document.js';
import { exactly, integer, list, record, text, type Shape } from './shape.js';

// Bounds that keep every product of the evaluator a safe integer, and every array short enough to be read by a person.
const MINUTES = integer(1, 1_000_000);
const CODE = text('^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$', 'must be 1 to 64 letters, digits, _ or -, and begin with a letter or digit');
const NAME = text('^[^\\p{Cc}\\p{Cs}]{1,120}$', 'must be 1 to 120 characters without control characters');
const CURRENCY = text('^[A-Z]{3}$', 'must be an ISO 4217 code such as USD');

const steps = (bar: Shape): Shape => list(record({ bar, points: integer(0, 100) }), 1, 10);
const clock = record({ divisor: integer(1, 1_000), least: MINUTES, most: MINUTES });

/** The shape of a policy, field by field; what fields say to each other is in `policy-rules.ts`. `policy.schema.json` says the same. */
export const POLICY_SHAPE: Shape = record({
  format: exactly('gravitas-policy/1'),
  evaluator: exactly('v1'),
  name: NAME,
  currency: CURRENCY,
  levels: list(record({ code: CODE, name: NAME }), 2, 5),
  limits: list(record({ minor: integer(1, MAX_MINOR_UNITS), currency: CURRENCY }), 1, 4),
  actionLevels: record({}, Object.fromEntries(ACTION_KINDS.map((kind) => [kind, integer(1, 5)]))),
  safetyLevel: integer(1, 5),
  critical: record({ level: integer(1, 5), stakes: integer(0, 4), successesInARow: integer(0, 1_000) }),
  commitmentWindowDays: integer(1, 366),
  weights: record(Object.fromEntries(FACTOR_CODES.map((code) => [code, integer(0, 100)]))),
  steps: record({
    TIME: steps(integer(0, 100_000)),
    // What must be reached begins at 1: a bar of 0 would be met by nothing at all, and by a fact that is missing.
    DELAY_COST: steps(integer(1, 100_000)),
    STAKES: steps(integer(1, 4)),
    NOVELTY: steps(integer(0, 1_000)),
    VISIBILITY: steps(integer(1, 3)),
    STALL: steps(integer(1, 1_000)),
  }),
  stakes: record({ limitMultiples: list(integer(1, 1_000_000), 3, 3), programmePercent: list(integer(1, 100), 4, 4) }),
  noveltyWindowDays: integer(1, 3_660),
  successSettlesAfterDays: integer(0, 366),
  concordancePoints: integer(0, 100),
  entry: list(integer(0, 10_000), 2, 5),
  hold: list(integer(0, 10_000), 2, 5),
  dwellMinutes: integer(0, 1_000_000),
  loadPrice: record({ fromPercent: integer(0, 99), most: integer(0, 10_000) }),
  phaseShift: integer(0, 10_000),
  remedy: record({ defaults: list(record({ kind: CODE, minutes: MINUTES }), 0, 200), otherwise: MINUTES, enough: integer(1, 1_000) }),
  assumedDelayCostPercent: record({
    defaults: list(record({ kind: CODE, percent: integer(0, 10_000) }), 0, 200),
    otherwise: integer(0, 10_000),
  }),
  clocks: record({ acknowledge: clock, decide: clock, timeBoxMinutes: MINUTES, returnedMinutes: MINUTES }),
  attention: record({
    expectedMinutes: list(record({ action: exactly(...ACTION_KINDS), minutes: integer(1, 10_000) }), 0, ACTION_KINDS.length),
    otherwise: integer(1, 10_000),
    enough: integer(1, 1_000),
    mostMinutesEach: integer(1, 10_000),
  }),
  parity: record({ contacts: integer(1, 100), workingMinutes: MINUTES }),
});
