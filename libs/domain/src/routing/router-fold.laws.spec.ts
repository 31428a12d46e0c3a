import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delayed, expectStreamsToAgree, inOrder, routesIn, routesOf } from '../testing/fold-laws.js';
import { stories, told } from '../testing/stories.js';
import type { Holders } from '../testing/holds-personal.js';
import { EVENT_TYPES, initialRouterState, type RouterState } from './router-fold.js';
import { routerStateRows } from './router-state-rows.js';

/** Stories are long, so a failing one is shown as it is. */
const runs = (numRuns: number) => ({ numRuns, endOnFailure: true, seed: 20261123 });

/** What routing does not look at, or what stands in other specs: call sheets, and the master data that the stories begin with. */
const TOLD_ELSEWHERE = /^(Escalation(Acknowledged|Snoozed)|SnoozeEnded|TimeBoxRenewed|ClockWarned|Question|Decision(Reported|Confirmed)|ReportDenied|OutcomeReviewed|NoteAdded|CallSheet|PartnerContacted|Token|PersonChanged|KindAdded|CriticalDetails|Calendar|DemoMarked|Import|Policy(Approved|Rejected)|SoloMode|ExchangeRate|LeversChanged|NameReserved|Source|DeadLetter)/; // prettier-ignore

describe('the stories', () => {
  it('hold every kind of event that routing looks at', () => {
    const types = new Set<string>(
      fc.sample(stories(), { numRuns: 60, seed: 7 }).flatMap((story) => told(story).log.events.map(({ type }) => type)),
    );
    const missing = [...EVENT_TYPES].filter((type) => !types.has(type) && !TOLD_ELSEWHERE.test(type));
    expect(missing).toEqual([]);
  });
});

describe('the fold and the streams of escalations', () => {
  it.each([0, 1, 4, 20])('come to the same, whatever happens, when the router writes %i events late', (lag) => {
    fc.assert(fc.property(stories(), (story) => expectStreamsToAgree(told(story, lag))), runs(25)); // prettier-ignore
  });
});

describe('P7 routes are a function of the log without its routes', () => {
  it.each([0, 1, 100])('refolding gives every route again, when what the router wrote comes %i events later', (lag) => {
    fc.assert(
      fc.property(stories(), fc.constantFrom(0, 3), (story, lagWhenWritten) => {
        const world = told(story, lagWhenWritten);
        expect(routesIn(delayed(world.log.events, lag))).toEqual(routesOf(world));
      }),
      runs(12),
    );
  });

  it('a state that was stored and loaded goes on as it would have', () => {
    fc.assert(
      fc.property(stories(), fc.integer({ min: 20, max: 80 }), (story, percent) => {
        const world = told(story);
        const { events } = world.log;
        const stop = Math.floor((events.length * percent) / 100);
        const state = initialRouterState();
        const before = routesIn(events.slice(0, stop), state);
        const after = routesIn(events.slice(stop), structuredClone(state));
        expect(inOrder([...before, ...after])).toEqual(routesOf(world));
      }),
      runs(12),
    );
  });
});

describe("the router's state", () => {
  it('holds nothing personal, by its type and by what stands in it', () => {
    const verdict: [Holders<{ router: RouterState }>] extends [never] ? 'clean' : Holders<{ router: RouterState }> = 'clean';
    expect(verdict).toBe('clean');
    fc.assert(
      fc.property(stories(), (story) => {
        expect(JSON.stringify([...routerStateRows(told(story).state)])).not.toMatch(/\$plain|\$personal/);
      }),
      runs(8),
    );
  });
});
