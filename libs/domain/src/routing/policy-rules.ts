import { FACTOR_CODES, type Policy, type Step } from './policy-document.js';
import type { PolicyFault } from './shape.js';

/** What the fields of a well-shaped policy must say to each other, so that more reason never means a lower level. */
export function policyRuleFaults(policy: Policy): readonly PolicyFault[] {
  return RULES.flatMap((rule) => rule(policy));
}

type Rule = (policy: Policy) => readonly PolicyFault[];

const RULES: readonly Rule[] = [
  lengthsFit,
  levelsExist,
  limitsRise,
  weightsSum,
  stepsAreMonotone,
  stakesRise,
  thresholdsFit,
  clocksFit,
  nothingTwice,
];

function when(broken: boolean, path: string, rule: string): readonly PolicyFault[] {
  return broken ? [{ path, rule }] : [];
}

function lengthsFit({ levels, limits, entry, hold }: Policy): readonly PolicyFault[] {
  return [
    ...when(limits.length !== levels.length - 1, 'limits', 'must have one entry fewer than there are levels'),
    ...when(entry.length !== levels.length, 'entry', 'must have one entry for each level'),
    ...when(hold.length !== levels.length, 'hold', 'must have one entry for each level'),
  ];
}

function levelsExist({ levels, actionLevels, safetyLevel, critical }: Policy): readonly PolicyFault[] {
  const named: readonly (readonly [string, number])[] = [
    ['safetyLevel', safetyLevel],
    ['critical.level', critical.level],
    ...Object.entries(actionLevels).map(([action, level]) => [`actionLevels.${action}`, level] as const),
  ];
  return named.flatMap(([path, level]) => when(level > levels.length, path, `must be one of the ${levels.length} levels`));
}

function limitsRise({ limits, currency }: Policy): readonly PolicyFault[] {
  return [
    ...limits.flatMap((limit, index) => when(limit.currency !== currency, `limits[${index}].currency`, 'must be the routing currency')),
    ...notRising(limits.map(({ minor }) => minor)).map((index) => ({
      path: `limits[${index}].minor`,
      rule: 'must be above the limit of the level below',
    })),
  ];
}

function weightsSum({ weights }: Policy): readonly PolicyFault[] {
  const sum = FACTOR_CODES.reduce((total, code) => total + weights[code], 0);
  return when(sum !== 100, 'weights', `must sum to 100, not ${sum}`);
}

function stepsAreMonotone({ steps }: Policy): readonly PolicyFault[] {
  return FACTOR_CODES.flatMap((code) => {
    const rows: readonly Step[] = steps[code];
    const atMost = code === 'TIME' || code === 'NOVELTY';
    const bars = rows.map(({ bar }) => (atMost ? bar : -bar));
    return [
      ...notRising(bars).map((index) => ({
        path: `steps.${code}[${index}].bar`,
        rule: `must be ${atMost ? 'above' : 'below'} the bar before it`,
      })),
      ...notRising(rows.map(({ points }) => -points)).map((index) => ({
        path: `steps.${code}[${index}].points`,
        rule: 'must be below the points before it',
      })),
    ];
  });
}

function stakesRise({ stakes }: Policy): readonly PolicyFault[] {
  return (['limitMultiples', 'programmePercent'] as const).flatMap((field) =>
    notRising(stakes[field]).map((index) => ({ path: `stakes.${field}[${index}]`, rule: 'must be above the one before it' })),
  );
}

function thresholdsFit({ entry, hold, phaseShift, loadPrice }: Policy): readonly PolicyFault[] {
  const [firstEntry, ...entries] = entry;
  const [firstHold, ...holds] = hold;
  return [
    ...when(firstEntry !== 0, 'entry[0]', 'must be 0: nothing has to lift a case to L1'),
    ...when(firstHold !== 0, 'hold[0]', 'must be 0: nothing has to keep a case at L1'),
    ...notRising(entries).map((index) => ({ path: `entry[${index + 1}]`, rule: 'must be above the entry of the level below' })),
    ...notRising(holds).map((index) => ({ path: `hold[${index + 1}]`, rule: 'must be above the hold of the level below' })),
    ...entries.flatMap((score, index) => [
      ...when(
        (holds[index] ?? 0) > score - phaseShift,
        `hold[${index + 1}]`,
        `must be at most ${score - phaseShift}, the entry of its level in launch`,
      ),
      ...when(
        score + phaseShift + loadPrice.most > 10_000,
        `entry[${index + 1}]`,
        `must be at most ${10_000 - phaseShift - loadPrice.most}, or in steady under full load no score could reach it`,
      ),
    ]),
  ];
}

function clocksFit({ clocks }: Policy): readonly PolicyFault[] {
  return (['acknowledge', 'decide'] as const).flatMap((clock) =>
    when(clocks[clock].least > clocks[clock].most, `clocks.${clock}.least`, 'must not be above most'),
  );
}

function nothingTwice({ levels, remedy, assumedDelayCostPercent, attention }: Policy): readonly PolicyFault[] {
  const lists: readonly (readonly [path: string, field: string, values: readonly string[]])[] = [
    ['levels', 'code', levels.map(({ code }) => code)],
    ['remedy.defaults', 'kind', remedy.defaults.map(({ kind }) => kind)],
    ['assumedDelayCostPercent.defaults', 'kind', assumedDelayCostPercent.defaults.map(({ kind }) => kind)],
    ['attention.expectedMinutes', 'action', attention.expectedMinutes.map(({ action }) => action)],
  ];
  return lists.flatMap(([path, field, values]) =>
    values.flatMap((value, index) => when(values.indexOf(value) < index, `${path}[${index}].${field}`, 'must not be there twice')),
  );
}

/** The places of values that are not above the one before them. */
function notRising(values: readonly number[]): readonly number[] {
  return values.flatMap((value, index) => (index > 0 && value <= (values[index - 1] as number) ? [index] : []));
}
