import type { RouteBody } from '../routed.js';

/**
 * What a route says, without what flows by itself: times, measured values, load. Two routes with the same gist differ in nothing that
 * anybody would act on.
 */
export function gistOf(route: Extract<RouteBody, { changed: true }>): string {
  const { level, holder, owner, noAuthority, phase, question, held, scoreLevel } = route;
  // It is held wherever it stands; that says something only where the score alone would not have brought it.
  const kept = held !== null && held.level > scoreLevel ? held : null;
  const parts: unknown[] = [level, holder, owner, noAuthority, phase, question, kept?.because, kept?.level];
  for (const { code, level: floor } of route.floors) parts.push(code, floor);
  for (const { code, level: ceiling } of route.ceilings) parts.push(code, ceiling);
  for (const { points } of route.factors) parts.push(points);
  parts.push(route.missing.length, route.concordance, ...route.emptyLevels);
  for (const { person } of route.contacts) parts.push(person);
  const { clocks, ifNobodyDecides: next } = route;
  parts.push(clocks?.acknowledgeBy, clocks?.decideBy, next?.step, next?.to, next?.level, next?.playbook);
  return parts.join(' ');
}
