import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenedStore, OpenStore } from '../contract.js';
import type { EventStore, ExpectedRevision, NewEvent } from '../event-store.js';
import { idsOf, newEvent, newEvents } from './events.js';

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** A step is drawn before the stream is known, so it says how it relates to what will be there. */
type Step =
  | { readonly kind: 'new'; readonly stream: number; readonly at: 'end' | 'noStream' | 'before' | 'beyond'; readonly count: number }
  | { readonly kind: 'again'; readonly which: number; readonly change: 'none' | 'shorter' | 'longer' | 'otherFirst' | 'atEnd' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('new' as const),
    stream: fc.nat(2),
    at: fc.constantFrom('end' as const, 'end' as const, 'noStream' as const, 'before' as const, 'beyond' as const),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('again' as const),
    which: fc.nat(100),
    change: fc.constantFrom('none' as const, 'shorter' as const, 'longer' as const, 'otherFirst' as const, 'atEnd' as const),
  }),
);

/** Random appends, compared step by step with a map of streams and a list. */
export function modelContract(open: OpenStore): void {
  describe('any sequence of appends', () => {
    let opened: OpenedStore;
    let run = 0;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    it('has the outcomes and the log of the model', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
          run += 1;
          await compare(opened.store, steps, `run${String(run)}`);
        }),
        { numRuns: 60 },
      );
    });
  });
}

async function compare(store: EventStore, steps: readonly Step[], prefix: string): Promise<void> {
  const model = new Model();
  const start = await store.head();
  for (const next of steps) {
    const append = model.concrete(next, prefix);
    const expected = model.apply(append);
    expect(await outcome(store, append)).toEqual(expected);
  }
  const log = await store.readAll(start?.position ?? null, 10_000);
  expect(idsOf(log)).toEqual(model.log);
  expect(log.map(({ index }) => index)).toEqual(log.map((_, i) => (start?.index ?? -1) + 1 + i));
  for (const [stream, ids] of model.streams) {
    const read = await store.readStream(stream);
    expect(idsOf(read)).toEqual(ids);
    expect(read.map(({ revision }) => revision)).toEqual(ids.map((_, i) => i));
  }
}

async function outcome(store: EventStore, { stream, expected, events }: Append): Promise<unknown> {
  try {
    const { firstRevision, lastRevision, duplicate } = await store.append(stream, expected, events);
    return { firstRevision, lastRevision, duplicate };
  } catch (error) {
    const { name, actual } = error as { name: string; actual?: ExpectedRevision };
    return actual === undefined ? { name } : { name, actual };
  }
}

class Model {
  readonly streams = new Map<string, string[]>();
  readonly log: string[] = [];
  readonly #accepted: Append[] = [];

  /** The append that a step means now. */
  concrete(next: Step, prefix: string): Append {
    const earlier = next.kind === 'again' ? this.#accepted[next.which % this.#accepted.length] : undefined;
    if (next.kind === 'again' && earlier !== undefined) return this.#again(earlier, next.change);
    const stream = `${prefix}-${String(next.kind === 'new' ? next.stream : 0)}`;
    const last = (this.streams.get(stream)?.length ?? 0) - 1;
    const at = next.kind === 'new' ? next.at : 'end';
    const revision = { end: last, noStream: -1, before: Math.max(-1, last - 1), beyond: last + 1 }[at];
    return { stream, expected: revision === -1 ? 'noStream' : revision, events: newEvents(next.kind === 'new' ? next.count : 1) };
  }

  apply(append: Append): unknown {
    const there = this.streams.get(append.stream) ?? [];
    const ids = idsOf(append.events);
    const firstRevision = append.expected === 'noStream' ? 0 : append.expected + 1;
    const lastRevision = firstRevision + ids.length - 1;
    if (there.length === firstRevision) {
      if (ids.some((id) => there.includes(id))) return { name: 'DuplicateEventId' };
      this.streams.set(append.stream, [...there, ...ids]);
      this.log.push(...ids);
      this.#accepted.push(append);
      return { firstRevision, lastRevision, duplicate: false };
    }
    const matches = ids.map((id, i) => there[firstRevision + i] === id);
    if (matches.every(Boolean)) return { firstRevision, lastRevision, duplicate: true };
    if (matches.some(Boolean)) return { name: 'PartialDuplicate' };
    return { name: 'WrongExpectedRevision', actual: there.length === 0 ? 'noStream' : there.length - 1 };
  }

  #again(earlier: Append, change: (Step & { kind: 'again' })['change']): Append {
    const { stream, events } = earlier;
    const last = (this.streams.get(stream)?.length ?? 0) - 1;
    switch (change) {
      case 'none':
        return earlier;
      case 'shorter':
        return { ...earlier, events: events.slice(0, Math.max(1, events.length - 1)) };
      case 'longer':
        return { ...earlier, events: [...events, newEvent()] };
      case 'otherFirst':
        return { ...earlier, events: [newEvent(), ...events.slice(1)] };
      case 'atEnd':
        return { stream, expected: last, events };
    }
  }
}
