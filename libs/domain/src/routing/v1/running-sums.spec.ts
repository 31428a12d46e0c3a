import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { append, lastToPass, noSums, setAmount, sumAfter } from './running-sums.js';

const steps = fc.array(
  fc.record({ wait: fc.nat({ max: 3 }), amount: fc.nat({ max: 1_000_000_000_000 }), changed: fc.option(fc.tuple(fc.nat(), fc.nat({ max: 1000 }))) }),
  { minLength: 1, maxLength: 70 },
); // prettier-ignore

describe('running sums', () => {
  it('are what adding up gives, after any additions and changes', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 100 }), fc.nat(), (all, since, most) => {
        const sums = noSums();
        const plain: { at: number; amount: number }[] = [];
        let at = 0;
        for (const { wait, amount, changed } of all) {
          at += wait;
          expect(append(sums, at, amount)).toBe(plain.length);
          plain.push({ at, amount });
          const entry = changed === null ? undefined : plain[changed[0] % plain.length];
          if (changed === null || entry === undefined) continue;
          setAmount(sums, plain.indexOf(entry), changed[1]);
          entry.amount = changed[1];
        }
        const sumOf = (entries: typeof plain) => entries.reduce((sum, { amount }) => sum + amount, 0);
        expect(sumAfter(sums, since)).toBe(sumOf(plain.filter((entry) => entry.at > since)));

        const last = plain.findIndex((_, i) => sumOf(plain.slice(i + 1)) <= most);
        expect(lastToPass(sums, most)).toBe(sumOf(plain) <= most ? null : plain[last]?.at);
      }),
    );
  });
});
