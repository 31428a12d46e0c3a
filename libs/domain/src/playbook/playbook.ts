import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { Personal } from '../personal.js';
import type { Pattern } from '../person/rights.js';

/** A step that a manager can take alone before asking to go up. */
export interface Lever {
  readonly code: string;
  readonly label: string;
}

export const STANDING_OPTIONS = ['recommended', 'alternative', 'no'] as const;

/** Stream `playbook-<id>`: one pattern of one programme, given to a named associate with a model to work from. */
export type PlaybookEvent =
  | {
      readonly type: 'PlaybookOpened';
      readonly data: { readonly programme: string; readonly pattern: Pattern; readonly levers: readonly Lever[]; readonly model: Personal };
    }
  | { readonly type: 'LeversChanged'; readonly data: { readonly levers: readonly Lever[] } }
  | {
      readonly type: 'HandOverGiven';
      readonly data: {
        readonly programme: string;
        readonly pattern: Pattern;
        readonly to: string;
        /** Whose authority it carries. */
        readonly by: string;
        /** In the routing currency: the ceiling holds up to this commitment and this value at risk. */
        readonly amountLimit: Money;
        readonly valueLimit: Money;
        readonly until: Instant | null;
      };
    }
  | {
      readonly type: 'HandOverLimited';
      readonly data: { readonly amountLimit: Money; readonly valueLimit: Money; readonly until: Instant | null };
    }
  | { readonly type: 'HandOverEnded'; readonly data: { readonly reason: Personal } }
  /** The associate gives it back. */
  | { readonly type: 'HandOverReturned'; readonly data: { readonly reason: Personal } }
  /** The default if nobody decides. `option` is what then stands as decided; `maxAmount` null: whatever the ask says. */
  | {
      readonly type: 'StandingOrderAgreed';
      readonly data: {
        readonly programme: string;
        readonly pattern: Pattern;
        readonly by: string;
        readonly option: 'recommended' | 'alternative' | 'no';
        readonly maxAmount: Money | null;
        readonly text: Personal;
        readonly until: Instant | null;
      };
    }
  | { readonly type: 'StandingOrderEnded'; readonly data: { readonly reason: Personal } };

export interface HandOver {
  readonly to: string;
  readonly by: string;
  readonly amountLimit: Money;
  readonly valueLimit: Money;
  readonly until: Instant | null;
}

export interface StandingOrder {
  readonly by: string;
  readonly option: 'recommended' | 'alternative' | 'no';
  readonly maxAmount: Money | null;
  readonly until: Instant | null;
}

/** A hand-over or standing order may have run out by time: ask `liveHandOver` and `liveStandingOrder`. */
export type PlaybookState = { readonly status: 'none' } | OpenPlaybook;

export interface OpenPlaybook {
  readonly status: 'open';
  readonly programme: string;
  readonly pattern: Pattern;
  readonly levers: readonly Lever[];
  readonly handOver: HandOver | null;
  readonly standingOrder: StandingOrder | null;
}

/** The hand-over that stands at an instant. */
export function liveHandOver(state: PlaybookState, now: Instant): HandOver | null {
  return state.status === 'open' ? unlessOver(state.handOver, now) : null;
}

/** The standing order that stands at an instant. */
export function liveStandingOrder(state: PlaybookState, now: Instant): StandingOrder | null {
  return state.status === 'open' ? unlessOver(state.standingOrder, now) : null;
}

function unlessOver<T extends { readonly until: Instant | null }>(one: T | null, now: Instant): T | null {
  return one !== null && one.until !== null && one.until <= now ? null : one;
}

export function evolvePlaybook(state: PlaybookState, event: PlaybookEvent): PlaybookState {
  if (event.type === 'PlaybookOpened') {
    const { programme, pattern, levers } = event.data;
    return { status: 'open', programme, pattern, levers, handOver: null, standingOrder: null };
  }
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  return { ...state, ...changeOf(state, event) };
}

function changeOf(state: OpenPlaybook, event: Exclude<PlaybookEvent, { type: 'PlaybookOpened' }>): Partial<OpenPlaybook> {
  switch (event.type) {
    case 'LeversChanged':
      return { levers: event.data.levers };
    case 'HandOverGiven': {
      const { to, by, amountLimit, valueLimit, until } = event.data;
      return { handOver: { to, by, amountLimit, valueLimit, until } };
    }
    case 'HandOverLimited':
      if (state.handOver === null) throw new BrokenHistory(event.type, 'no hand-over');
      return { handOver: { ...state.handOver, ...event.data } };
    case 'HandOverEnded':
    case 'HandOverReturned':
      return { handOver: null };
    case 'StandingOrderAgreed': {
      const { by, option, maxAmount, until } = event.data;
      return { standingOrder: { by, option, maxAmount, until } };
    }
    case 'StandingOrderEnded':
      return { standingOrder: null };
    default:
      return unreachable(event);
  }
}
