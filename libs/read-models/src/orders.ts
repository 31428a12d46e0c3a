import type { Money } from '#domain';
import type { Page, PageRequest } from './reading.js';

export interface OrderRow {
  readonly programme: string;
  readonly code: string;
  /** Of the order's stream, for If-Match. */
  readonly revision: number;
  readonly partner: string | null;
  readonly site: string | null;
  readonly units: number | null;
  readonly unitValue: Money | null;
  readonly delayCostPerDay: Money | null;
}

export interface Orders {
  /** By code; `text` is the beginning of a code. @throws InvalidCursor */
  page(request: PageRequest & { readonly programme: string; readonly site?: string; readonly text?: string }): Promise<Page<OrderRow>>;
  order(programme: string, code: string): Promise<OrderRow | null>;
}
