import type { Instant, Scope } from '#domain';

/** Who reads, and what they may see: places that a scope covers, and whatever is their own. An auditor sees everything. */
export interface Visibility {
  readonly person: string;
  readonly everything: boolean;
  readonly scopes: readonly Scope[];
  /** What the reader's session is limited to: also what is their own is seen only there. Left out: no limit. */
  readonly within?: readonly Scope[];
}

/**
 * The moment at which a question is answered. `index` null: now, by the newest entry that the view has. An index: as the view stood
 * after that entry; `now` is then the log time of the entry.
 */
export interface Moment {
  readonly now: Instant;
  readonly index: number | null;
}

/** 1 to 200 items; `cursor` is the `next` of the page before, null for the first. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}

/** All pages of one list show it as it stood at the first one, so that each row comes once. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null: this is the last page. */
  readonly next: string | null;
  /** The entry that the answer knows last; -1 in an empty log. */
  readonly index: number;
}

/** A person as a screen names them; the words are null when they were erased or are not known yet. */
export interface PersonLabel {
  readonly id: string;
  readonly name: string | null;
  readonly title: string | null;
}

/** A site, a partner or a kind by its code; `name` null: nobody registered it. */
export interface CodeLabel {
  readonly code: string;
  readonly name: string | null;
}

/** A count that stops at `most`: then it says "at least". */
export interface Count {
  readonly count: number;
  readonly atLeast: boolean;
}

/** In minor units of the currency. */
export interface MoneyLabel {
  readonly minor: number;
  readonly currency: string;
}
