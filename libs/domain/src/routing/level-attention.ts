import type { RouterState } from './router-state.js';
import { loadOfLevel } from './v1/attention-load.js';

/** A level as the router sees it. */
export interface LevelAttention {
  readonly level: number;
  /** Ids of those who take part at it. */
  readonly people: readonly string[];
  /** Per cent of their weekly attention that is spent or spoken for; 100 when nobody is present. */
  readonly loadPercent: number;
}

/** Every level at which there is anybody, at the state's own time. */
export function levelAttention({ roster, attention, minute }: RouterState): readonly LevelAttention[] {
  return [...roster.levels]
    .filter(([, people]) => people.length > 0)
    .map(([level, people]) => ({ level, people, loadPercent: loadOfLevel(attention, roster, level, minute) }))
    .sort((one, other) => one.level - other.level);
}
