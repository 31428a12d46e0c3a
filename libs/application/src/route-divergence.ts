import type { EventRef } from '#domain';
import { recordOf, type MetRoute } from '#domain/routing/routed';

/**
 * A recorded route is not what the log leads to: somebody else wrote to `routing-<issue>`, or the evaluator changed. The router
 * stops, because everything after it would be in doubt.
 */
export class RouteDivergence extends Error {
  override readonly name = 'RouteDivergence';
  readonly issue: string;
  readonly revision: number;
  readonly trigger: EventRef;
  /** Of the first difference, like `floors[0].level`. */
  readonly path: string;

  constructor({ issue, revision, recorded, own }: Omit<MetRoute, 'same'>) {
    const path = own === null ? '' : firstDifference(recorded, { ...recordOf(own) }, '');
    super(`routing-${issue}@${String(revision)} is not what the log leads to${own === null ? '' : `: ${path ?? ''}`}`);
    this.issue = issue;
    this.revision = revision;
    this.trigger = recorded.trigger;
    this.path = path ?? '';
  }
}

/** Flips are left out: they have a version of their own, so that better ones never break a replay. */
const LEFT_OUT = ['flips', 'flipsVersion'];

/** The path at which two values differ first; null: nowhere. */
export function firstDifference(one: unknown, other: unknown, path: string): string | null {
  if (Object.is(one, other)) return null;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return path;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => !LEFT_OUT.includes(key));
  for (const key of keys) {
    const at = Array.isArray(one) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const difference = firstDifference(one[key as keyof typeof one], other[key as keyof typeof other], at);
    if (difference !== null) return difference;
  }
  return null;
}
