import type { ActionKind, FactorCode, Policy } from '../policy-document.js';
import type { CaseFacts } from './case-facts.js';
import { firstLimit, MOST, read } from './reading.js';
import { phaseShift } from './thresholds.js';

/** One fact of a case as a number that can be set to another value, all else equal. */
export interface FlipFact {
  readonly name: string;
  /** Where it stands; at its lower end when it is missing; null when the case has no such fact. */
  readonly read: (facts: CaseFacts, policy: Policy) => number | null;
  readonly set: (facts: CaseFacts, value: number, policy: Policy) => CaseFacts;
  /** Every value at which the evaluation may differ from the value one lower; those below 1 or above the greatest amount are left out later. */
  readonly edges: (facts: CaseFacts, policy: Policy, score: number) => readonly number[];
}

const PHASES = ['launch', 'scaling', 'steady'] as const;

/** Every single fact that has an order. Statistics (remedy time, the programme's budget and units) and limits of grants are not facts of the case. */
export const FLIP_FACTS: readonly FlipFact[] = [
  {
    name: 'slackMinutes',
    read: ({ slackMinutes }) => slackMinutes ?? MOST,
    set: (facts, slackMinutes) => ({ ...facts, slackMinutes }),
    edges: ({ remedyMinutes }, policy) => bars('TIME', policy).map((bar) => floorDivide(bar * Math.max(1, remedyMinutes), 100) + 1),
  },
  {
    name: 'delayCostPerDay',
    read: ({ delayCostPerDay }) => delayCostPerDay ?? 0,
    set: (facts, delayCostPerDay) => ({ ...facts, delayCostPerDay }),
    edges: (facts, policy) => [
      ...bars('DELAY_COST', policy).map((bar) => ceilDivide(bar * firstLimit(policy.limits), 100)),
      ...roomForDelay(facts, policy).map((room) => floorDivide(room, facts.ask?.delayDays ?? 0) + 1),
      ...firstCommitted(facts, (facts.ask?.amount ?? 0) === 0 && facts.ask?.delayDays !== 0),
    ],
  },
  {
    name: 'valueAtRisk',
    read: ({ valueAtRisk }) => valueAtRisk ?? 0,
    set: (facts, valueAtRisk) => ({ ...facts, valueAtRisk }),
    edges: ({ programmeBudget, handOver }, { stakes, limits }) => [
      ...stakes.limitMultiples.map((multiple) => multiple * firstLimit(limits)),
      ceilDivide(stakes.programmePercent[3] * programmeBudget, 100),
      ...(handOver === null ? [] : [handOver.valueLimit + 1]),
    ],
  },
  {
    name: 'units',
    read: ({ units }) => units ?? 0,
    set: (facts, units) => ({ ...facts, units }),
    edges: ({ programmeUnits }, { stakes }) => stakes.programmePercent.map((percent) => ceilDivide(percent * programmeUnits, 100)),
  },
  {
    name: 'irreversible',
    read: ({ irreversible }) => (irreversible ? 1 : 0),
    set: (facts, value) => ({ ...facts, irreversible: value === 1 }),
    edges: () => [1],
  },
  {
    name: 'earlierSuccesses',
    read: ({ earlierSuccesses }) => earlierSuccesses,
    set: (facts, earlierSuccesses) => ({ ...facts, earlierSuccesses }),
    edges: (_facts, policy) => bars('NOVELTY', policy).map((bar) => bar + 1),
  },
  {
    name: 'visibility',
    read: ({ visibility }) => visibility ?? 0,
    set: (facts, visibility) => ({ ...facts, visibility }),
    edges: (_facts, policy) => bars('VISIBILITY', policy),
  },
  {
    name: 'handOffs',
    read: ({ handOffs }) => handOffs,
    set: (facts, handOffs) => ({ ...facts, handOffs }),
    edges: (_facts, policy) => bars('STALL', policy),
  },
  {
    name: 'heldMinutes',
    read: ({ heldMinutes }) => heldMinutes,
    set: (facts, heldMinutes) => ({ ...facts, heldMinutes }),
    edges: ({ remedyMinutes }, policy) => bars('STALL', policy).map((bar) => bar * Math.max(1, remedyMinutes)),
  },
  {
    name: 'askAmount',
    read: ({ ask }) => (ask === null || ask.unconvertible ? null : (ask.amount ?? 0)),
    set: (facts, amount) => ({ ...facts, ask: facts.ask && { ...facts.ask, amount } }),
    edges: (facts, policy) => [
      ...room(facts, policy, delayCommitted(facts) + others(facts)).map((left) => left + 1),
      ...firstCommitted(facts, delayCommitted(facts) === 0),
    ],
  },
  {
    name: 'delayDays',
    read: ({ ask }) => ask?.delayDays ?? null,
    set: (facts, delayDays) => ({ ...facts, ask: facts.ask && { ...facts.ask, delayDays } }),
    edges: (facts, policy) => [
      ...roomForDelay(facts, policy).map((left) => floorDivide(left, facts.delayCostPerDay ?? 0) + 1),
      ...firstCommitted(facts, (facts.ask?.amount ?? 0) === 0 && (facts.delayCostPerDay ?? 0) > 0),
    ],
  },
  {
    name: 'otherCommitmentsOnOrder',
    read: ({ ask, otherCommitments }) => (ask === null ? null : otherCommitments.order),
    set: (facts, order) => ({ ...facts, otherCommitments: { ...facts.otherCommitments, order } }),
    edges: roomForOthers,
  },
  {
    name: 'otherCommitmentsWithPartner',
    read: ({ ask, otherCommitments }) => (ask === null ? null : otherCommitments.partner),
    set: (facts, partner) => ({ ...facts, otherCommitments: { ...facts.otherCommitments, partner } }),
    edges: roomForOthers,
  },
  {
    // An action that needs at most this level; 1: none that is reserved.
    name: 'actionLevel',
    read: ({ action }, { actionLevels }) => (action === null ? 1 : (actionLevels[action] ?? 1)),
    set: (facts, level, policy) => ({ ...facts, action: actionUpTo(level, policy) }),
    edges: (_, policy) => levelsAboveFirst(policy),
  },
  {
    name: 'exposure',
    read: ({ exposure }) => (exposure === 'none' ? 0 : 1),
    set: (facts, value) => ({ ...facts, exposure: value === 0 ? 'none' : facts.exposure === 'none' ? 'safety' : facts.exposure }),
    edges: () => [1],
  },
  {
    name: 'critical',
    read: ({ critical }) => (critical === null ? null : 1),
    set: (facts, value) => ({ ...facts, critical: value === 0 ? null : facts.critical }),
    edges: () => [1],
  },
  {
    name: 'successesInARow',
    read: ({ critical }) => critical?.successesInARow ?? null,
    set: (facts, successesInARow) => ({ ...facts, critical: facts.critical && { ...facts.critical, successesInARow } }),
    edges: (_, { critical }) => [critical.successesInARow],
  },
  {
    // The level that asked to go up; 0: none did.
    name: 'roadblock',
    read: ({ roadblock }) => roadblock?.fromLevel ?? 0,
    set: (facts, fromLevel) => ({
      ...facts,
      roadblock: fromLevel === 0 ? null : { cause: 'asked', requests: 1, ...facts.roadblock, fromLevel },
    }),
    edges: (_, policy) => levelsAboveFirst(policy).map((level) => level - 1),
  },
  {
    // The level of the leader who said "mine"; 1: none did.
    name: 'calledMine',
    read: ({ calledMine }) => calledMine?.level ?? 1,
    set: (facts, level) => ({ ...facts, calledMine: level === 1 ? null : { level } }),
    edges: (_, policy) => levelsAboveFirst(policy),
  },
  {
    // The level at which the score is capped; the top: it is not.
    name: 'calledDelegate',
    read: ({ calledDelegate }, { levels }) => Math.min(levels.length, calledDelegate?.level ?? levels.length),
    set: (facts, level, { levels }) => ({ ...facts, calledDelegate: level === levels.length ? null : { level } }),
    edges: (_, policy) => levelsAboveFirst(policy),
  },
  {
    name: 'handedOver',
    read: ({ handOver }) => (handOver === null ? null : 1),
    set: (facts, value) => ({ ...facts, handOver: value === 0 ? null : facts.handOver }),
    edges: () => [1],
  },
  {
    name: 'ownLevel',
    read: ({ ownLevel }, { levels }) => Math.min(levels.length, ownLevel),
    set: (facts, ownLevel) => ({ ...facts, ownLevel }),
    edges: (_, policy) => levelsAboveFirst(policy),
  },
  {
    name: 'atLevelMinutes',
    read: ({ ownLevel, atLevelMinutes }) => (ownLevel === 1 ? null : atLevelMinutes),
    set: (facts, atLevelMinutes) => ({ ...facts, atLevelMinutes }),
    edges: (_, { dwellMinutes }) => [dwellMinutes],
  },
  {
    // 0 launch, 1 scaling, 2 steady.
    name: 'phase',
    read: ({ phase }) => PHASES.indexOf(phase),
    set: (facts, value) => ({ ...facts, phase: PHASES[value] ?? facts.phase }),
    edges: () => [1, 2],
  },
  ...[2, 3, 4, 5].map(loadOf),
];

/** Per cent of one level's attention in use; its name is `load.2` for L2. */
function loadOf(level: number): FlipFact {
  return {
    name: `load.${level}`,
    read: ({ load }, { levels }) => (level > levels.length ? null : (load[level - 1] ?? 0)),
    set: (facts, percent) => ({ ...facts, load: facts.load.map((each, index) => (index === level - 1 ? percent : each)) }),
    // The score meets the entry until the price has eaten what it has to spare.
    edges: (facts, policy, score) => {
      const { fromPercent, most } = policy.loadPrice;
      const price = score - (policy.entry[level - 1] ?? 0) - phaseShift(facts.phase, policy) + 1;
      return price < 1 || price > most ? [] : [fromPercent + ceilDivide(price * (100 - fromPercent), most)];
    },
  };
}

function bars(code: FactorCode, { steps }: Policy): readonly number[] {
  return steps[code].map(({ bar }) => bar);
}

function levelsAboveFirst({ levels }: Policy): readonly number[] {
  return levels.slice(1).map((_, index) => index + 2);
}

/** An action reserved for the highest level up to this one; which of several does not matter to the level. */
function actionUpTo(level: number, { actionLevels }: Policy): ActionKind | null {
  const reserved = Object.entries(actionLevels) as [ActionKind, number][];
  const allowed = reserved.filter(([, needs]) => needs > 1 && needs <= level).sort(([, a], [, b]) => b - a);
  return allowed[0]?.[0] ?? null;
}

/** How much more each limit leaves for the rest of the commitment. */
function room({ handOver }: CaseFacts, { limits }: Policy, taken: number): readonly number[] {
  return [...limits.map(({ minor }) => minor), ...(handOver === null ? [] : [handOver.amountLimit])].map((limit) => limit - taken);
}

function roomForDelay(facts: CaseFacts, policy: Policy): readonly number[] {
  return room(facts, policy, (facts.ask?.amount ?? 0) + others(facts));
}

function roomForOthers(facts: CaseFacts, policy: Policy): readonly number[] {
  return room(facts, policy, read(facts, policy).commitment.own).map((left) => left + 1);
}

// With the first unit that is committed at all, the others are added.
function firstCommitted(facts: CaseFacts, isNothingElse: boolean): readonly number[] {
  return facts.ask !== null && isNothingElse && others(facts) > 0 ? [1] : [];
}

function others({ otherCommitments }: CaseFacts): number {
  return Math.max(otherCommitments.order, otherCommitments.partner);
}

function delayCommitted(facts: CaseFacts): number {
  return (facts.ask?.delayDays ?? 0) * (facts.delayCostPerDay ?? 0);
}

// A division by nothing gives no number to stand on; such an edge is left out with those that are out of range.
function floorDivide(a: number, b: number): number {
  return Math.floor(a / b);
}

function ceilDivide(a: number, b: number): number {
  return Math.ceil(a / b);
}
