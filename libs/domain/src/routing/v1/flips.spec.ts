import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Flip } from '../route-record.js';
import { allValues, differences, differencesInSmallWorld, smallWorlds } from '../testing/brute-force.js';
import { cases, quietCase, situations } from '../testing/cases.js';
import { LARGE } from '../testing/policies.js';
import { FLIP_FACTS } from './flip-facts.js';
import { flipsOf } from './flips.js';
import { route } from './route.js';

describe('P9: what would have changed it', () => {
  // flips.long.spec.ts does the same 10,000 times.
  it('is exactly what a brute force over all step values of all single facts finds', () => {
    fc.assert(
      fc.property(situations(), ({ facts, policy }) => expect(differences(flipsOf(facts, policy), facts, policy)).toEqual([])),
      { numRuns: 600 },
    );
  });

  it('is what every value gives, one by one, in a small world', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => expect(differencesInSmallWorld(flipsOf(world.facts, world.policy), world)).toEqual([])),
      { numRuns: 50 },
    );
  });

  it('bites flips that are one off, that stop at the first step, or that are not tried', () => {
    const wrong: readonly ((flips: readonly Flip[]) => readonly Flip[])[] = [
      (flips) => flips.map((each) => (each.flip === null ? each : { ...each, flip: { ...each.flip, value: each.flip.value + 1 } })),
      (flips) => flips.map((each) => (each.direction === 'down' ? { ...each, flip: null } : each)),
      (flips) => flips.map((each) => (each.flip === null ? { ...each, flip: { value: 1, level: 2 } } : each)),
    ];
    for (const mistake of wrong) {
      const property = fc.property(
        situations(),
        ({ facts, policy }) => differences(mistake(flipsOf(facts, policy)), facts, policy).length === 0,
      );
      expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: true });
    }
  });

  it('holds when the case is routed again with the value that it names', () => {
    fc.assert(
      fc.property(situations(), ({ facts, policy }) => {
        const { level } = route(facts, policy);
        for (const { fact: name, flip } of flipsOf(facts, policy)) {
          if (flip === null) continue;
          const fact = FLIP_FACTS.find((each) => each.name === name)!;
          expect(route(fact.set(facts, flip.value, policy), policy).level).toBe(flip.level);
          expect(flip.level).not.toBe(level);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('every single fact', () => {
  it.each(FLIP_FACTS)('$name is read as it was set', (fact) => {
    fc.assert(
      fc.property(cases(LARGE), fc.nat(4), (facts, value) => {
        const values = allValues(fact.name, LARGE) ?? [value];
        const chosen = values[value % values.length]!;
        if (fact.read(facts, LARGE) === null || fact.name === 'actionLevel') return; // not every level has an action of its own
        expect(fact.read(fact.set(facts, chosen, LARGE), LARGE) ?? 0).toBe(chosen);
      }),
      { numRuns: 200 },
    );
  });

  it('is left out where the case does not have it, and in a direction without steps', () => {
    const named = flipsOf(quietCase(), LARGE).map(({ fact, direction }) => `${fact} ${direction}`);
    expect(named).not.toContain('askAmount up');
    expect(named).not.toContain('handOffs down');
    expect(named).toContain('handOffs up');
    expect(named).not.toContain('load.4 up');
  });
});

describe('what would have changed it', () => {
  const ask = { amount: 2_500_000, unconvertible: false, delayDays: 0 };

  it('says up to which amount it stays', () => {
    const facts = quietCase({ ask, otherCommitments: { order: 600_000, partner: 0 } });
    expect(route(facts, LARGE).level).toBe(2);
    expect(flipsOf(facts, LARGE)).toContainEqual({ fact: 'askAmount', direction: 'down', flip: { value: 1_900_000, level: 1 } });
  });

  it('says that others count from the first cent on', () => {
    const free = quietCase({ ask: { ...ask, amount: 0 }, otherCommitments: { order: 0, partner: 3_000_000 } });
    expect(route(free, LARGE).level).toBe(1);
    expect(flipsOf(free, LARGE)).toContainEqual({ fact: 'askAmount', direction: 'up', flip: { value: 1, level: 2 } });
    const waits = { ...free, ask: { ...ask, amount: 0, delayDays: 2 }, delayCostPerDay: 0 };
    expect(flipsOf(waits, LARGE)).toContainEqual({ fact: 'delayCostPerDay', direction: 'up', flip: { value: 1, level: 2 } });
    expect(flipsOf({ ...free, delayCostPerDay: 7 }, LARGE)).toContainEqual({
      fact: 'delayDays',
      direction: 'up',
      flip: { value: 1, level: 2 },
    });
  });

  it('says how much more time, and none by one fact where two would have to change', () => {
    const facts = quietCase({ slackMinutes: 1_000, delayCostPerDay: 1_250_000, earlierSuccesses: 0, valueAtRisk: 25_000_000 });
    expect(route(facts, LARGE)).toMatchObject({ level: 2, score: 5_575 });
    expect(flipsOf(facts, LARGE)).toContainEqual({ fact: 'slackMinutes', direction: 'up', flip: { value: 1_501, level: 1 } });
    expect(flipsOf(facts, LARGE)).toContainEqual({ fact: 'delayCostPerDay', direction: 'up', flip: null });
  });

  it('stands at the lower end of what is missing', () => {
    const facts = quietCase({ slackMinutes: null, valueAtRisk: null, earlierSuccesses: 0, visibility: 3, delayCostPerDay: 5_000_000 });
    expect(route(facts, LARGE)).toMatchObject({ level: 1, score: 4_700, question: 'VALUE_AT_RISK' });
    expect(flipsOf(facts, LARGE)).toContainEqual({ fact: 'slackMinutes', direction: 'down', flip: { value: 3_000, level: 2 } });
    expect(flipsOf(facts, LARGE)).toContainEqual({ fact: 'valueAtRisk', direction: 'up', flip: { value: 2_500_000, level: 2 } });
  });
});
