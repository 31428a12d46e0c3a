import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { delayed, expectStreamsToAgree, inOrder, routesIn, routesOf } from '../testing/fold-laws.js';
import { stories, told } from '../testing/stories.js';
import type { Holders } from '../testing/holds-personal.js';
import { initialRouterState, type RouterState } from './router-fold.js';
import { routerStateRows } from './router-state-rows.js';

/** Stories are long, so a failing one is shown as it is. */
const runs = (numRuns: number) => ({ numRuns, endOnFailure: true, seed: 20261123 });

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
