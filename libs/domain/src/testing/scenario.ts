import { expect } from '@jest/globals';
import { fold, type Context, type Decider } from '../decider.js';
import { DomainError } from '../errors.js';
import type { EventShape } from '../event.js';

/** What a command came to, to be compared with what it should. */
interface Outcome<E extends EventShape> {
  /** These events and no others; they fold. */
  then(...events: readonly E[]): void;
  /** This error, exactly, and this field where one is named. */
  thenRefused(error: abstract new (...args: never[]) => DomainError, field?: string): void;
}

/**
 * Given events, when a command, then events or a named refusal:
 * `scenario(siteDecider).given(registered).when(change, context).thenRefused(NothingToChange)`.
 */
export function scenario<C, E extends EventShape, S, X extends Context>(decider: Decider<C, E, S, X>) {
  return {
    given: (...events: readonly E[]) => ({
      when(command: C, context: X): Outcome<E> {
        const state = fold(decider, events);
        const run = () => decider.decide(command, state, context);
        return {
          then: (...expected) => {
            const decided = run();
            expect(decided).toEqual(expected);
            decided.reduce((before, event) => decider.evolve(before, event), state);
          },
          thenRefused: (error, field) => {
            const refusal = refusalOf(run);
            expect(refusal.constructor.name).toBe(error.name);
            if (field !== undefined) expect(refusal.field).toBe(field);
          },
        };
      },
    }),
  };
}

function refusalOf(run: () => unknown): DomainError {
  let decided: unknown;
  try {
    decided = run();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`was not refused: ${JSON.stringify(decided)}`);
}
