import { evolveOrder, type Money, type OrderEvent, type OrderState } from '#domain';
import type { Kysely } from 'kysely';
import type { Page, PageRequest } from './reading.js';
import { pageByCode } from './store/code-page.js';
import { documentProjection } from './store/documents.js';
import { table, type DatabaseOf } from './store/table.js';
import { searchText } from './store/words.js';

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
  /** By code; `text`: each of its words begins a part of the code. @throws InvalidCursor */
  page(
    request: PageRequest & { readonly programme: string; readonly site?: string; readonly partner?: string; readonly text?: string },
  ): Promise<Page<OrderRow>>;
  order(programme: string, code: string): Promise<OrderRow | null>;
}

/** `id` is `<programme>.<code>`. */
export const orderTable = table({
  name: 'purchase_order',
  kind: 'keyed',
  key: 'id',
  columns: {
    id: 'text',
    revision: 'integer',
    programme: 'text',
    code: 'text',
    site: 'text?',
    partner: 'text?',
    words: 'words',
    doc: 'json',
  },
  indexes: [{ columns: ['programme', 'code'] }],
});

type OrderDatabase = DatabaseOf<typeof orderTable>;
type Order = Extract<OrderState, { status: 'registered' }>;

export const orderProjection = documentProjection<Order>({
  name: 'orders',
  version: 1,
  table: orderTable,
  prefix: 'order-',
  evolve: (_doc, entry) => evolveOrder({ status: 'none' }, entry as OrderEvent) as Order,
  columns: ({ programme, code, site, partner }) => ({ programme, code, site, partner, words: searchText(code) }),
});

export function orderQueries(db: Kysely<OrderDatabase>): Orders {
  return {
    page: async (request) => {
      const { site, partner } = request;
      const equal = { ...(site === undefined ? {} : { site }), ...(partner === undefined ? {} : { partner }) };
      const page = await pageByCode(db, orderTable, 'orders', request, equal);
      return { ...page, items: page.items.map(rowOf) };
    },
    order: async (programme, code) => {
      const row = await db.selectFrom('purchase_order').selectAll().where('id', '=', `${programme}.${code}`).executeTakeFirst();
      return row === undefined ? null : rowOf(row);
    },
  };
}

function rowOf({ revision, doc }: OrderDatabase['purchase_order']): OrderRow {
  const { status: _status, ...order } = JSON.parse(doc) as Order;
  return { ...order, revision };
}
