import type { Exposure, Instant } from '#domain';
import type { CodeLabel, Count, Moment, MoneyLabel, Page, PageRequest, PersonLabel, Visibility } from './reading.js';

/**
 * `mine`: the reader answers for it, or decides it. `team`: the same of everybody below the reader's line. `filed`: filed by the reader. `waiting`: sent up
 * and not decided. `overdue`: open, past the day it was needed. `open`, `closed`: all of those that the reader may see.
 */
export const BOARD_VIEWS = ['open', 'mine', 'team', 'filed', 'waiting', 'overdue', 'closed'] as const;
export type BoardView = (typeof BOARD_VIEWS)[number];

/** `due`: soonest first, without a date last. `age`: oldest first. `severity`: gravest first, then soonest. `closed`: newest first. */
export const BOARD_SORTS = ['due', 'age', 'severity', 'closed'] as const;
export type BoardSort = (typeof BOARD_SORTS)[number];

export interface BoardFilters {
  readonly programme?: string;
  readonly region?: string;
  readonly partner?: string;
  readonly site?: string;
  readonly order?: string;
  readonly kind?: string;
  readonly level?: number;
  readonly holder?: string;
  readonly owner?: string;
  /** Words of the title, each of which must begin a word there. */
  readonly text?: string;
}

export interface BoardRow {
  readonly issue: string;
  /** Of the issue's stream, for If-Match. */
  readonly revision: number;
  readonly programme: string;
  readonly region: string | null;
  readonly title: string | null;
  readonly kind: string;
  readonly site: CodeLabel | null;
  readonly partner: CodeLabel | null;
  readonly order: string | null;
  readonly units: number | null;
  readonly valueAtRisk: MoneyLabel | null;
  readonly neededBy: Instant | null;
  /** What counts as due: needed-by, or the end of a workaround if that is later. */
  readonly due: Instant | null;
  readonly exposure: Exposure;
  /** 0 to 4: the stakes of its last route; 4 where safety or law is touched. */
  readonly severity: number;
  readonly status: 'open' | 'decided' | 'resolved' | 'withdrawn' | 'duplicate';
  readonly duplicateOf: string | null;
  readonly nextStep: NextStep;
  readonly route: 'delegated' | 'escalated' | null;
  /** Null until it is routed. */
  readonly level: number | null;
  readonly provisional: boolean;
  /** Who answers for it at L1. */
  readonly owner: PersonLabel | null;
  /** Who decides it now: the owner, or the leader to whom it was sent up. */
  readonly holder: PersonLabel | null;
  readonly why: WhyHere;
  readonly escalation: { readonly id: string; readonly status: EscalationStep } | null;
  readonly filedBy: PersonLabel;
  readonly filedAt: Instant;
  readonly filedIndex: number;
  readonly closedAt: Instant | null;
}

export type EscalationStep = 'open' | 'acknowledged' | 'claimed' | 'snoozed' | 'decided' | 'returned' | 'handed_over' | 'withdrawn';

/** Whose move it is, and what. */
export type NextStep = 'route' | 'decide' | 'answer_question' | 'wait_for_leader' | 'resolve' | 'none';

/** Codes of what put it at its level, strongest first; the sentence is made from them, or from the whole route on the issue page. */
export interface WhyHere {
  readonly floors: readonly string[];
  readonly ceilings: readonly string[];
  readonly factors: readonly string[];
}

export interface BoardRequest {
  readonly visibility: Visibility;
  readonly moment: Moment;
}

export interface Board {
  /** @throws InvalidCursor */
  page(
    request: BoardRequest &
      PageRequest & {
        readonly view: BoardView;
        readonly filters: BoardFilters;
        /** Null: the view's own. */ readonly sort: BoardSort | null;
      },
  ): Promise<Page<BoardRow>>;
  /** One for each view but `open` and `closed`; counting stops at 1,000. */
  counts(request: BoardRequest): Promise<Readonly<Record<'mine' | 'team' | 'filed' | 'waiting' | 'overdue', Count>>>;
  issue(request: BoardRequest & { readonly issue: string }): Promise<BoardRow | null>;
  /** Of now, whatever the moment: open issues that look like the one being filed, likeliest first: the same order or serial place, site, partner and kind. At most `limit`. */
  alike(request: BoardRequest & AlikeRequest): Promise<readonly BoardRow[]>;
  /** Of now, whatever the moment: what a filing form offers first, the kinds used most in the programme, and the places where the reader filed last. */
  filingHints(request: BoardRequest & { readonly programme: string }): Promise<FilingHints>;
}

export interface AlikeRequest {
  readonly programme: string;
  readonly kind: string | null;
  readonly site: string | null;
  readonly partner: string | null;
  readonly order: string | null;
  readonly limit: number;
}

export interface FilingHints {
  /** Codes, most used first; at most 5. */
  readonly kinds: readonly string[];
  /** Newest first; at most 5. */
  readonly sites: readonly CodeLabel[];
}
