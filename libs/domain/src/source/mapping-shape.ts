import { EXPOSURES } from '../issue/issue.js';
import { MAX_MINOR_UNITS } from '../money.js';
import { ACTION_KINDS } from '../routing/policy-document.js';
import { exactly, integer, record, text, type Shape } from '../routing/shape.js';
import { INTAKE_ACTIONS } from './intake-mapping.js';

const OF = 'an intake mapping';
const REASON = text('^[^\\p{Cc}\\p{Cs}]{1,400}$', 'must be 1 to 400 characters without control characters');
const PATH = text('^[^.\\p{Cc}\\p{Cs}]{1,100}(\\.[^.\\p{Cc}\\p{Cs}]{1,100}){0,9}$', 'must be up to 10 names, with a dot between two');
const TEMPLATE = text('^[^\\p{Cc}\\p{Cs}]{1,400}$', 'must be 1 to 400 characters without control characters');
const CODE = text('^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$', 'must be 1 to 64 letters, digits, _ or -, and begin with a letter or digit');
const WORDS = text('^[^\\p{Cc}\\p{Cs}]{1,200}$', 'must be 1 to 200 characters without control characters');
const INSTANT = text('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$', 'must look like 2026-11-23T13:32:59.123Z');
const CURRENCY = text('^[A-Z]{3}$', 'must be an ISO 4217 code such as USD');
const MONEY = record({ minor: integer(0, MAX_MINOR_UNITS), currency: CURRENCY }, {}, OF);
const FLAG: Shape = (value, path) => (typeof value === 'boolean' ? [] : [{ path, rule: 'must be true or false' }]);

const MOST_ENTRIES = 500;

/** A table by what the message says: any names, values of one shape. */
const table =
  (entry: Shape): Shape =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, rule: 'must be an object' }];
    const entries = Object.entries(value);
    if (entries.length === 0 || entries.length > MOST_ENTRIES) return [{ path, rule: `must have 1 to ${MOST_ENTRIES} entries` }];
    return entries.flatMap(([name, one]) =>
      name.length > 200 ? [{ path, rule: 'has a name of more than 200 characters' }] : entry(one, `${path}.entry`),
    );
  };

const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? [] : shape(value, path);

/** One of several ways to say it, told apart by the field that only that way has. */
const oneOf =
  (ways: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    const way = typeof value === 'object' && value !== null ? Object.keys(ways).find((field) => Object.hasOwn(value, field)) : undefined;
    return way === undefined ? [{ path, rule: `must have ${Object.keys(ways).join(' or ')}` }] : (ways[way] as Shape)(value, path);
  };

const constant = (shape: Shape): Shape => record({ value: orNull(shape), reason: REASON }, {}, OF);
const found = (shape: Shape): Shape => record({ from: PATH, reason: REASON }, { table: table(shape), otherwise: orNull(shape) }, OF);
const fact = (shape: Shape): Shape => oneOf({ value: constant(shape), from: found(shape) });
const words = (shape: Shape): Shape =>
  oneOf({ value: constant(shape), text: record({ text: TEMPLATE, reason: REASON }, {}, OF), from: found(shape) });
const amount = oneOf({
  value: constant(MONEY),
  from: record({ from: PATH, currency: CURRENCY, reason: REASON }, { otherwise: orNull(MONEY) }, OF),
});

/** The shape of an intake mapping, field by field. */
export const MAPPING_SHAPE: Shape = record(
  {
    format: exactly('gravitas-intake/1'),
    name: text('^[^\\p{Cc}\\p{Cs}]{1,80}$', 'must be 1 to 80 characters without control characters'),
    issue: record(
      { programme: fact(CODE), kind: fact(CODE), title: words(WORDS) },
      {
        description: words(WORDS),
        site: words(CODE),
        partner: words(CODE),
        order: words(CODE),
        units: fact(integer(1, 1_000_000_000)),
        valueAtRisk: amount,
        delayCostPerDay: amount,
        neededBy: fact(INSTANT),
        visibility: fact(integer(0, 3)),
        irreversible: fact(FLAG),
        exposure: fact(exactly(...EXPOSURES)),
        criticalDetail: fact(CODE),
        ask: record(
          { action: fact(exactly(...ACTION_KINDS)), recommendation: words(WORDS) },
          { spend: amount, alternative: words(WORDS) },
          OF,
        ),
      },
      OF,
    ),
  },
  { $schema: WORDS, action: fact(exactly(...INTAKE_ACTIONS)), key: words(WORDS) },
  OF,
);
