import { expect } from '@jest/globals';
import type { DomainEvent } from '../catalogue.js';
import { accountableFor } from '../escalation/escalation-rights.js';
import type { LiveEscalation, OpenedEscalation } from '../escalation/escalation.js';
import type { Recorded } from '../event.js';
import type { RouteBody } from '../routing/routed.js';
import { initialRouterState, step, type RouterState } from '../routing/router-fold.js';
import { answersFor } from '../routing/v1/case-escalation.js';
import type { RoutedLog } from './routed-log.js';

type Events = readonly Recorded<DomainEvent>[];

/** A route, by where it belongs. */
export interface Made {
  readonly issue: string;
  readonly revision: number;
  readonly body: RouteBody;
}

/**
 * Every escalation is by its own stream what the fold has of it: there or not, its level, clocks and moves, and who answers for it. The
 * stream may not show a claim that the fold counts: a route that was on its way took the case further before it was written.
 */
export function expectStreamsToAgree(world: RoutedLog): void {
  for (const { id, escalation } of world.state.cases.values()) {
    const there = world.escalationOf(id);
    const isClaimed = escalation?.claim != null;
    const own = escalation === null ? null : { ...standing(escalation), answers: isClaimed ? null : answersFor(escalation) };
    const stream = there?.live === true ? there.state : null;
    const written = stream === null ? null : { ...standing(stream), answers: isClaimed ? null : accountableFor(stream) };
    expect({ id, ...own }).toEqual({ id, ...written });
  }
}

function standing({
  level,
  clocks,
  ifNobodyDecides,
  moves,
}: Pick<OpenedEscalation | LiveEscalation, 'level' | 'clocks' | 'ifNobodyDecides' | 'moves'>) {
  return { level, clocks, ifNobodyDecides, moves };
}

/** Every route that was made, by issue and revision. */
export function routesOf(world: RoutedLog): Made[] {
  return inOrder([...world.routes.values()].flat().map(({ issue, revision, body }) => ({ issue, revision, body })));
}

/** Folds a log and gives its routes; every recorded one must be the fold's own. */
export function routesIn(events: Events, state: RouterState = initialRouterState()): Made[] {
  const made: Made[] = [];
  for (const event of events) {
    const { routes, met } = step(state, event);
    for (const { issue, revision, body } of routes) made.push({ issue, revision, body });
    if (met !== null) expect(met).toMatchObject({ same: true });
  }
  return inOrder(made);
}

export function inOrder(made: Made[]): Made[] {
  return made.sort((a, b) => (a.issue === b.issue ? a.revision - b.revision : a.issue < b.issue ? -1 : 1));
}

/** The same log, had the router written so many events of others later: but nobody acts on an escalation before it is opened. */
export function delayed(events: Events, by: number): Events {
  const late: Recorded<DomainEvent>[] = [];
  const waiting: { event: Recorded<DomainEvent>; dueAt: number }[] = [];
  let others = 0;
  for (const event of events) {
    if (event.actor === 'system:router') {
      waiting.push({ event, dueAt: others + by });
      continue;
    }
    const opening = waiting.findIndex((each) => each.event.stream === event.stream && each.event.type === 'EscalationOpened');
    const due = waiting.findLastIndex(({ dueAt }) => dueAt <= others);
    late.push(...waiting.splice(0, Math.max(opening, due) + 1).map((each) => each.event), event);
    others++;
  }
  return [...late, ...waiting.map(({ event }) => event)];
}
