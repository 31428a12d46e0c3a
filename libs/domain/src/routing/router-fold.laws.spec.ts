import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '../catalogue.js';
import { accountableFor } from '../escalation/escalation-rights.js';
import type { Recorded } from '../event.js';
import type { RoutedLog } from '../testing/routed-log.js';
import { stories, told } from '../testing/stories.js';
import type { RouteBody } from './routed.js';
import { initialRouterState, step, type RouterState } from './router-fold.js';
import { answersFor, type CaseEscalation } from './v1/case-escalation.js';

type Events = readonly Recorded<DomainEvent>[];

/** Stories are long, so a failing one is shown as it is. */
const runs = (numRuns: number) => ({ numRuns, endOnFailure: true, seed: 20261123 });

describe('the fold and the streams of escalations', () => {
  /** Whoever has claimed it may be told later than the stream; all else is the same. */
  const view = ({ level, clocks, ifNobodyDecides, moves }: CaseEscalation, answers: string) => {
    return { level, clocks, ifNobodyDecides, moves, answers };
  };

  it.each([0, 1, 4, 20])('come to the same, whatever happens, when the router writes %i events late', (lag) => {
    fc.assert(
      fc.property(stories(), (story) => {
        const world = told(story, lag);
        for (const { id, escalation } of world.state.cases.values()) {
          const there = world.escalationOf(id);
          const stream = there?.live === true ? there.state : null;
          const claimed = escalation?.claim != null;
          expect(escalation && view(escalation, claimed ? '' : answersFor(escalation))).toEqual(
            stream && view(stream as unknown as CaseEscalation, claimed ? '' : accountableFor(stream)),
          );
        }
      }),
      runs(25),
    );
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

interface Made {
  readonly issue: string;
  readonly revision: number;
  readonly body: RouteBody;
}

const inOrder = (made: Made[]): Made[] => made.sort((a, b) => (a.issue === b.issue ? a.revision - b.revision : a.issue < b.issue ? -1 : 1));

function routesOf(world: RoutedLog): Made[] {
  return inOrder([...world.routes.values()].flat().map(({ issue, revision, body }) => ({ issue, revision, body })));
}

function routesIn(events: Events, state: RouterState = initialRouterState()): Made[] {
  const made: Made[] = [];
  for (const event of events) {
    const { routes, met } = step(state, event);
    for (const { issue, revision, body } of routes) made.push({ issue, revision, body });
    if (met !== null) expect(met.same).toBe(true);
  }
  return inOrder(made);
}

/** The same log, had the router written later: but nobody acts on an escalation before it was opened. */
function delayed(events: Events, by: number): Events {
  const late: Recorded<DomainEvent>[] = [];
  const waiting: { event: Recorded<DomainEvent>; dueAt: number }[] = [];
  let others = 0;
  for (const event of events) {
    if (event.actor === 'system:router') {
      waiting.push({ event, dueAt: others + by });
      continue;
    }
    const firstOfStream = waiting.findIndex((each) => each.event.stream === event.stream && each.event.type === 'EscalationOpened');
    const ready = Math.max(firstOfStream, waiting.findLastIndex(({ dueAt }) => dueAt <= others)); // prettier-ignore
    late.push(...waiting.splice(0, ready + 1).map((each) => each.event), event);
    others++;
  }
  return [...late, ...waiting.map(({ event }) => event)];
}
