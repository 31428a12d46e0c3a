import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
import type { Personal } from '../personal.js';

/** Stream `partner-<programme>.<code>`: the other party. `key` partners get a counterpart when they put a senior person forward. */
export type PartnerEvent =
  | { readonly type: 'PartnerRegistered'; readonly data: Partner }
  | { readonly type: 'PartnerChanged'; readonly data: Partner }
  /** The partner has put forward somebody whose rank equals our level `rank`. */
  | {
      readonly type: 'PartnerPutForward';
      readonly data: {
        readonly programme: string;
        readonly code: string;
        readonly rank: number;
        readonly name: Personal;
        readonly title: Personal;
      };
    }
  | { readonly type: 'PartnerStoodDown'; readonly data: { readonly programme: string; readonly code: string; readonly reason: Personal } };

export interface Partner {
  readonly programme: string;
  readonly code: string;
  readonly name: string;
  readonly partnerClass: string;
  readonly key: boolean;
}

/** `rank`: that of the person it has put forward; null: nobody. */
export type PartnerState = { readonly status: 'none' } | ({ readonly status: 'registered'; readonly rank: number | null } & Partner);

export function evolvePartner(state: PartnerState, event: PartnerEvent): PartnerState {
  if (event.type === 'PartnerRegistered') return { status: 'registered', rank: null, ...event.data };
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  switch (event.type) {
    case 'PartnerChanged':
      return { ...state, ...event.data };
    case 'PartnerPutForward':
      return { ...state, rank: event.data.rank };
    case 'PartnerStoodDown':
      return { ...state, rank: null };
    default:
      return unreachable(event);
  }
}
