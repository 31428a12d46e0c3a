import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DueQueue, type Due } from './due-queue.js';

/** The same, as a sorted list. */
class Model {
  dues: Due[] = [];
  set(due: Due): void {
    this.clear(due.key);
    const after = this.dues.findIndex(({ at }) => at > due.at);
    this.dues.splice(after < 0 ? this.dues.length : after, 0, due);
  }
  clear(key: string): void {
    this.dues = this.dues.filter((due) => due.key !== key);
  }
}

const due = fc.record({
  key: fc.constantFrom(...'abcdefghij'),
  at: fc.integer({ min: 0, max: 30 }).map((n) => String(n).padStart(2, '0')),
});
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: due.map((set) => ({ set })) },
    { weight: 1, arbitrary: due.map(({ key }) => ({ clear: key })) },
    { weight: 3, arbitrary: fc.constant({ take: true }) },
  ),
  { maxLength: 400, size: 'max' },
);

it('gives the earliest, of the same instant what was set first, whatever was moved or called off between', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [queue, model] = [new DueQueue(), new Model()];
      for (const step of all) {
        if ('set' in step) for (const one of [queue, model]) one.set(step.set);
        else if ('clear' in step) for (const one of [queue, model]) one.clear(step.clear);
        else {
          expect(queue.peek()).toEqual(model.dues[0]);
          const key = model.dues[0]?.key ?? '';
          for (const one of [queue, model]) one.clear(key);
        }
      }
    }),
  );
});
