import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Context, Decider } from '../decider.js';
import { DomainError } from '../errors.js';
import type { EventShape } from '../event.js';

/**
 * Runs random sequences of commands: a refusal must be a `DomainError`, and whatever is decided must fold, into a state without
 * personal data. Returns the types of event
 * that came about, so that a spec can say that its generator reaches them all. The seed is fixed: that statement must not waver.
 */
export function eventsOfAnyCommands<C, E extends EventShape, S, X extends Context>(
  decider: Decider<C, E, S, X>,
  commands: fc.Arbitrary<C>,
  contexts: fc.Arbitrary<X>,
): ReadonlySet<E['type']> {
  const reached = new Set<E['type']>();
  const sequence = fc.array(fc.tuple(commands, contexts), { minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(sequence, (steps) => {
      let state = decider.initial;
      for (const [command, context] of steps) {
        for (const event of decidedOrRefused(() => decider.decide(command, state, context))) {
          state = decider.evolve(state, event);
          reached.add(event.type);
        }
        expect(JSON.stringify(state)).not.toContain('$plain');
      }
    }),
    { numRuns: 300, seed: 2020 },
  );
  return reached;
}

function decidedOrRefused<E>(decide: () => readonly E[]): readonly E[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
