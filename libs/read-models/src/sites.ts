import type { Page, PageRequest } from './reading.js';

export interface SiteRow {
  readonly programme: string;
  readonly code: string;
  /** Of the site's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly siteClass: string;
  readonly region: string | null;
}

export interface Sites {
  /** By code; `text` is the beginning of a code or of a word of the name. @throws InvalidCursor */
  page(request: PageRequest & { readonly programme: string; readonly region?: string; readonly text?: string }): Promise<Page<SiteRow>>;
  site(programme: string, code: string): Promise<SiteRow | null>;
}
