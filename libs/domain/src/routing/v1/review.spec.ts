import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '../../catalogue.js';
import type { Recorded } from '../../event.js';
import { fromMinute, toMinute, type Instant, type Minute } from '../../instant.js';
import { plain } from '../../personal.js';
import type { Pattern } from '../../person/rights.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { asks, files, founds, usd, POLICY } from '../../testing/small-organisation.js';
import { stories, told } from '../../testing/stories.js';
import { outlookOf } from '../outlook.js';
import { initialRouterState, step, type RouterState } from '../router-fold.js';
import { counterpartAt } from './places.js';

/** Load is no reason to look again, so it has no price here. */
const UNPRICED = { ...POLICY, loadPrice: { fromPercent: 70, most: 0 } };

/** What time alone can change of a case: every term by its points or level, and who holds it. */
function termsAt(state: RouterState, issue: string, minute: Minute) {
  const outlook = outlookOf(state, { issue }, fromMinute(minute), 'own');
  const of = state.cases.get(issue);
  if (outlook === null || of === undefined) throw new Error(`no outlook of ${issue}`);
  const holder = of.escalation?.claim?.by ?? outlook.holder;
  const { level, owner, noAuthority, emptyLevels, phase, held, floors, ceilings, factors } = outlook;
  return {
    ...{ level, holder, owner, noAuthority, emptyLevels, phase, held },
    floors: floors.map((floor) => [floor.code, floor.level]),
    ceilings: ceilings.map((ceiling) => [ceiling.code, ceiling.level, ceiling.facts['playbook']]),
    factors: factors.map(({ code, points, bar }) => [code, points, bar]),
    contact: counterpartAt(state.places, of.programme, of.stated.partner, minute)?.person ?? null,
  };
}

/** Somebody's absence or grant begins or ends then: whether that takes the case from anybody is found when it is looked at. */
function isAboutPeople({ roster }: RouterState, minute: Minute): boolean {
  return [...roster.people.values()].some((person) =>
    [...person.away, ...person.grants].some(({ from, until }) => from === minute || until === minute),
  );
}

describe('the next review', () => {
  it('is the first minute at which anything is another', () => {
    const share = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(stories(), fc.tuple(share, share, share), (story, shares) => {
        const state = initialRouterState();
        for (const event of told(story, 0, UNPRICED).log.events as readonly Recorded<DomainEvent>[]) {
          for (const { issue, body } of step(state, event).routes) {
            if (state.cases.get(issue)?.status !== 'open') continue;
            const now = state.minute;
            const next = body.nextReviewAt === null ? now + 400 * 1440 : toMinute(body.nextReviewAt);
            const terms = termsAt(state, issue, now);
            expect(next).toBeGreaterThan(now);
            for (const minute of [...shares.map((part) => now + Math.floor(((next - now) * part) / 1000)), next - 1]) {
              expect({ now, minute, next, ...termsAt(state, issue, minute) }).toEqual({ now, minute, next, ...terms });
            }
            if (body.nextReviewAt !== null && !isAboutPeople(state, next)) {
              expect(termsAt(state, issue, next)).not.toEqual(terms);
            }
          }
        }
      }),
      { numRuns: 12, endOnFailure: true, seed: 20261123 },
    );
  });

  it('comes when a hand-over ends behind which another one waits that would have counted', () => {
    const world = founds(new RoutedLog());
    const hands = (id: string, pattern: Pattern, amount: number, until: Instant | null) => {
      world.record('playbook-', id, { type: 'PlaybookOpened', data: { programme: 'dev', pattern, levers: [], model: plain('') } });
      const limits = { amountLimit: usd(amount), valueLimit: usd(1e12), until };
      world.record('playbook-', id, { type: 'HandOverGiven', data: { programme: 'dev', pattern, to: 'max', by: 'lea', ...limits } });
    };
    const ends = '2026-01-06T12:00:00.000Z';
    hands('p1', { kind: 'late' }, 100_000, ends);
    hands('p2', { partnerClass: 'carrier' }, 3_000_000, null);
    files(world, 'mia', '1', { ask: asks(20_000) });
    expect(world.route('1')).toMatchObject({ ceilings: [], nextReviewAt: ends });
    world.passes(5 * 1440);
    expect(world.route('1').ceilings).toMatchObject([{ code: 'HANDED_OVER', facts: { playbook: 'p2' } }]);
  });
});
