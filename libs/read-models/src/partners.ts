import type { Instant } from '#domain';
import type { Page, PageRequest } from './reading.js';

export interface PartnerRow {
  readonly programme: string;
  readonly code: string;
  /** Of the partner's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly partnerClass: string;
  readonly key: boolean;
  /** The senior person whom the partner has put forward, until they stand down. */
  readonly putForward: { readonly rank: number; readonly name: string | null; readonly title: string | null; readonly at: Instant } | null;
}

export interface Partners {
  /** By code; `text` is the beginning of a code or of a word of the name. @throws InvalidCursor */
  page(request: PageRequest & { readonly programme: string; readonly text?: string }): Promise<Page<PartnerRow>>;
  partner(programme: string, code: string): Promise<PartnerRow | null>;
}
