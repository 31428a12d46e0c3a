import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { checkPolicy } from './check-policy.js';
import { defaultPolicy, LIMIT_PRESETS, presetLimits } from './default-policy.js';
import { POLICY_SHAPE } from './policy-shape.js';
import { LARGE, policies } from './testing/policies.js';

type Document = Record<string, unknown>;

/** A copy of the default policy with one value at a path (`steps.TIME[0].bar`) set, or taken away when it is undefined. */
function changed(path: string, value: unknown, from: unknown = LARGE): Document {
  const copy = structuredClone(from) as Document;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const parent = keys.slice(0, -1).reduce<Document>((each, key) => each[key] as Document, copy);
  const last = keys.at(-1)!;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

describe('a policy is accepted', () => {
  it.each([1, 2, 3, 4])('as the default, with %d limits', (count) => {
    const limits = [500, 5_000, 50_000, 500_000].slice(0, count).map((minor) => ({ minor, currency: 'EUR' }));
    const policy = defaultPolicy({ currency: 'EUR', limits, name: 'Ours' });
    expect(checkPolicy(policy)).toEqual([]);
    expect(policy.levels).toHaveLength(count + 1);
  });

  it.each(Object.keys(LIMIT_PRESETS) as (keyof typeof LIMIT_PRESETS)[])(
    'with the %s preset, in the minor units of each currency',
    (preset) => {
      for (const currency of ['USD', 'JPY', 'KWD'])
        expect(checkPolicy(defaultPolicy({ currency, limits: presetLimits(preset, currency), name: preset }))).toEqual([]);
      expect(presetLimits('large', 'USD').map(({ minor }) => minor)).toEqual([2_500_000, 25_000_000]);
      expect(presetLimits('small', 'JPY').map(({ minor }) => minor)).toEqual([500, 5_000]);
      expect(presetLimits('small', 'KWD').map(({ minor }) => minor)).toEqual([500_000, 5_000_000]);
    },
  );

  it('when it was generated to keep every rule', () => {
    fc.assert(fc.property(policies(10_000_000_000_000), (policy) => expect(checkPolicy(policy)).toEqual([])));
  });

  it('with an action that is not reserved', () => expect(checkPolicy(changed('actionLevels.waiver', undefined))).toEqual([]));
});

describe('P10: a policy that breaks a static check is refused with the path and the rule', () => {
  it.each<[path: string, value: unknown, rule: string, at?: string]>([
    ['weights.TIME', 19, 'must sum to 100, not 101', 'weights'],
    ['weights.TIME', -1, 'must be a whole number from 0 to 100'],
    ['limits[1].minor', 2_500_000, 'must be above the limit of the level below'],
    ['limits[0].currency', 'EUR', 'must be the routing currency'],
    ['limits', [{ minor: 1, currency: 'USD' }], 'must have one entry fewer than there are levels'],
    ['limits[0].minor', 0, 'must be a whole number from 1 to 10000000000000'],
    ['entry', [0, 5_000], 'must have one entry for each level'],
    ['hold', [0, 4_000, 5_000, 5_800], 'must have one entry for each level'],
    ['entry[0]', 1, 'must be 0: nothing has to lift a case to L1'],
    ['hold[0]', 1, 'must be 0: nothing has to keep a case at L1'],
    ['entry[1]', 7_000, 'must be above the entry of the level below', 'entry[2]'],
    ['hold[1]', 5_800, 'must be above the hold of the level below', 'hold[2]'],
    ['hold[1]', 4_501, 'must be at most 4500, the entry of its level in launch'],
    ['phaseShift', 1_201, 'must be at most 5799, the entry of its level in launch', 'hold[2]'],
    ['entry[2]', 7_501, 'must be at most 7500, or in steady under full load no score could reach it'],
    ['loadPrice.most', 2_501, 'must be at most 6999, or in steady under full load no score could reach it', 'entry[2]'],
    ['safetyLevel', 4, 'must be one of the 3 levels'],
    ['critical.level', 5, 'must be one of the 3 levels'],
    ['actionLevels.waiver', 4, 'must be one of the 3 levels'],
    ['steps.TIME[1].bar', 100, 'must be above the bar before it'],
    ['steps.NOVELTY[1].bar', 0, 'must be above the bar before it'],
    ['steps.DELAY_COST[1].bar', 200, 'must be below the bar before it'],
    ['steps.STALL[2].points', 60, 'must be below the points before it'],
    ['steps.VISIBILITY[2].bar', 0, 'must be a whole number from 1 to 3'],
    ['steps.STAKES', [], 'must have 1 to 10 entries'],
    ['stakes.limitMultiples[1]', 1, 'must be above the one before it'],
    ['stakes.programmePercent[3]', 3, 'must be above the one before it'],
    ['stakes.programmePercent', [1, 2, 3], 'must have 4 entries'],
    ['clocks.decide.least', 1_081, 'must not be above most'],
    ['remedy.defaults[1].kind', 'late', 'must not be there twice'],
    ['levels[2].code', 'L1', 'must not be there twice'],
    ['format', 'gravitas-policy/2', 'must be gravitas-policy/1'],
    ['name', 'line\nbreak', 'must be 1 to 120 characters without control characters'],
    ['name', '\ud800', 'must be 1 to 120 characters without control characters'],
    ['currency', 'usd', 'must be an ISO 4217 code such as USD'],
    ['phaseShift', 0.5, 'must be a whole number from 0 to 10000'],
    ['phaseShift', Number.NaN, 'must be a whole number from 0 to 10000'],
    ['phaseShift', '500', 'must be a whole number from 0 to 10000'],
    ['phaseShift', undefined, 'is missing'],
    ['critical', null, 'must be an object'],
    ['levels', {}, 'must be a list'],
    ['weights.LUCK', 0, 'is not a field of a policy'],
    ['__proto__', {}, 'is not a field of a policy'],
    ['weights.constructor', 0, 'is not a field of a policy'],
    ['actionLevels.toString', 1, 'is not a field of a policy'],
    ['strange <b>', 1, 'is not a field of a policy', '(unreadable)'],
  ])('%s = %j: %s', (path, value, rule, at = path) => expect(checkPolicy(changed(path, value))).toContainEqual({ path: at, rule }));

  it.each([null, undefined, 7, 'policy', [], new Map(), Object.create({ format: 'gravitas-policy/1' })])(
    '%p is no policy at all',
    (value) => expect(checkPolicy(value)).toEqual([{ path: '', rule: 'must be an object' }]),
  );

  it('refuses a list with holes', () => {
    const hold: number[] = [];
    hold[2] = 5_800;
    expect(checkPolicy(changed('hold', hold))).toContainEqual({ path: 'hold[0]', rule: 'must be a whole number from 0 to 10000' });
  });

  it('names everything that is wrong at once', () => {
    expect(checkPolicy(changed('weights.TIME', 19, changed('safetyLevel', 9)))).toHaveLength(1);
    expect(checkPolicy(changed('weights.TIME', 19, changed('safetyLevel', 4)))).toHaveLength(2);
  });
});

describe('policy.schema.json', () => {
  const schema = JSON.parse(readFileSync(new URL('policy.schema.json', import.meta.url), 'utf8')) as Document;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  const agree = (document: unknown): void => {
    const bySchema = validate(document);
    expect({ document, sound: POLICY_SHAPE(document, '').length === 0 }).toEqual({ document, sound: bySchema });
  };

  /** Every path to a value of the default policy. */
  const paths = (value: unknown, at = ''): string[] => {
    const own = at === '' ? [] : [at];
    if (Array.isArray(value)) return [...own, ...value.flatMap((each, index) => paths(each, `${at}[${index}]`))];
    if (typeof value !== 'object' || value === null) return own;
    return [...own, ...Object.entries(value).flatMap(([key, each]) => paths(each, at === '' ? key : `${at}.${key}`))];
  };
  const all = paths(LARGE);

  it('agrees on what is sound', () => fc.assert(fc.property(policies(10_000_000_000_000), agree)));

  it('agrees on each field that is missing, and on each that is one too many', () => {
    for (const path of all) {
      agree(changed(path, undefined));
      agree(changed(`${path.replace(/\[?[^.[]*$/, '')}.extra`.replace(/^\./, ''), 1));
    }
  });

  it('agrees on a wrong value at each place', () => {
    const wrong = fc.oneof(
      fc.constantFrom<unknown>(null, true, '', '500', 'late', 'L1', 'USD', '€'.repeat(120), '€'.repeat(121), '😀'.repeat(120), '\u0000', [], {}, [1, 2, 3], 0.5, 1e13, 1e13 + 1, -1, 2 ** 53),
      fc.integer({ min: -2, max: 12 }),
      fc.constantFrom(99, 100, 101, 366, 367, 1_000, 1_001, 3_660, 10_000, 10_001, 100_000, 100_001, 1_000_000, 1_000_001),
    ); // prettier-ignore
    const change = fc.record({ path: fc.constantFrom(...all.filter((path) => !path.includes('[1]'))), value: wrong });
    fc.assert(
      fc.property(change, (one) => agree(changed(one.path, one.value))),
      { numRuns: 3_000 },
    );
  });

  it('agrees on anything that JSON can say', () => fc.assert(fc.property(fc.jsonValue(), agree)));
});
