import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import { alikeRows, filingHints } from './board.filing.js';
import type { Board, BoardFilters, BoardSort, BoardView } from './board.js';
import { readBoardRows } from './board.reading.js';
import { boardTable, type BoardDatabase } from './board.table.js';
import { below, peopleReader, type Everybody } from './people-at.js';
import { holdsWords } from './personal-text.js';
import { standing } from './store/as-of.js';
import { cut, headOf, placeOf } from './store/paging.js';
import { inOneState, temporalCount, temporalPage } from './store/temporal-page.js';
import { visible } from './visibility.js';

type Condition = RawBuilder<SqlBool>;

const ORDERS = {
  due: { order: ['due_key', 'filed_index'], direction: 'asc', shape: ['string', 'number'] },
  severity: { order: ['severity_key', 'filed_index'], direction: 'asc', shape: ['string', 'number'] },
  age: { order: ['filed_index'], direction: 'asc', shape: ['number'] },
  closed: { order: ['closed_index'], direction: 'desc', shape: ['number'] },
} as const;

/** Whoever answers for an issue, decides it or filed it sees it. */
const OWN = ['owner', 'holder', 'filed_by'];
const OPEN = sql<SqlBool>`open = 1`;
const CLOSED = sql<SqlBool>`open = 0`;

export function boardQueries(db: Kysely<BoardDatabase>): Board {
  const everybodyAt = peopleReader();
  return {
    page: (request) => inOneState(db, async (tx) => page(tx, request, await everybodyAt(tx, request.moment.index))),
    counts: (request) => inOneState(db, async (tx) => counts(tx, request, await everybodyAt(tx, request.moment.index))),
    issue: ({ visibility, moment, issue }) =>
      inOneState(db, async (tx) => {
        const row = tx
          .selectFrom('board')
          .selectAll()
          .where('issue', '=', issue)
          .where(standing(moment.index))
          .where(visible(visibility, OWN));
        return (await readBoardRows(tx, await row.execute()))[0] ?? null;
      }),
    alike: (request) => inOneState(db, async (tx) => readBoardRows(tx, await alikeRows(tx, request, visible(request.visibility, OWN)))),
    filingHints: ({ visibility, programme }) => inOneState(db, (tx) => filingHints(tx, { programme, person: visibility.person })),
  };
}

type BoardPage = Awaited<ReturnType<Board['page']>>;

async function page(db: Kysely<BoardDatabase>, request: Parameters<Board['page']>[0], everybody: Everybody): Promise<BoardPage> {
  const { visibility, moment, view, filters, limit, cursor } = request;
  const sort = sortOf(view, request.sort);
  const { order, direction, shape } = ORDERS[sort];
  const list = `board.${view}.${sort}`;
  const head = await headOf(db, 'board');
  const place = placeOf(list, cursor, shape, { index: moment.index ?? head.index, now: moment.now });
  const where = [
    ...conditionsOf(view, visibility.person, place.now, everybody),
    ...(await filtered(db, filters)),
    visible(visibility, OWN),
  ];
  const isClosed = view === 'closed';
  // Says what is so anyway, so that the order of the index begins at the moment and not at the newest closing.
  if (isClosed) where.push(sql`closed_index <= ${place.index}`);
  const asked = { table: boardTable, shared: isClosed ? CLOSED : OPEN, where, order, direction, lasting: isClosed };
  const rows = await temporalPage(db, { ...asked, after: place.after, limit: limit + 1, index: place.index, head: head.index });
  const shown = cut(list, rows, limit, place, (row) => order.map((column) => row[column] as string | number));
  return { items: await readBoardRows(db, shown.rows), next: shown.next, index: shown.index };
}

const COUNTED = ['mine', 'team', 'filed', 'waiting', 'overdue'] as const;
const MOST_COUNTED = 1000;

async function counts(db: Kysely<BoardDatabase>, { visibility, moment }: Parameters<Board['counts']>[0], everybody: Everybody) {
  const head = await headOf(db, 'board');
  const counted: Partial<Record<(typeof COUNTED)[number], { count: number; atLeast: boolean }>> = {};
  for (const view of COUNTED) {
    const where = [...conditionsOf(view, visibility.person, moment.now, everybody), visible(visibility, OWN)];
    const asked = { table: boardTable, shared: OPEN, where, limit: MOST_COUNTED, index: moment.index ?? head.index, head: head.index };
    const count = await temporalCount(db, asked);
    counted[view] = { count, atLeast: count === MOST_COUNTED };
  }
  return counted as Awaited<ReturnType<Board['counts']>>;
}

/** Closed issues have an order of their own, which open ones lack. */
function sortOf(view: BoardView, sort: BoardSort | null): BoardSort {
  if (view === 'closed') return 'closed';
  return sort === null || sort === 'closed' ? 'due' : sort;
}

function conditionsOf(view: BoardView, person: string, now: string, everybody: Everybody): readonly Condition[] {
  switch (view) {
    case 'mine':
      return [heldBy([person])];
    case 'team':
      return [heldBy(below(everybody, person))];
    case 'filed':
      return [sql`filed_by = ${person}`];
    case 'waiting':
      return [sql`waiting = 1`];
    case 'overdue':
      return [sql`due_key < ${now}`];
    case 'open':
    case 'closed':
      return [];
  }
}

function heldBy(people: readonly string[]): Condition {
  if (people.length === 0) return sql`1 = 0`;
  const some = sql.join(people);
  return sql`(owner in (${some}) or holder in (${some}))`;
}

const COLUMNS = {
  programme: 'programme',
  region: 'region',
  partner: 'partner',
  site: 'site',
  order: 'order_code',
  kind: 'kind',
  level: 'level',
  holder: 'holder',
  owner: 'owner',
} as const;

async function filtered(db: Kysely<BoardDatabase>, { text, ...equal }: BoardFilters): Promise<readonly Condition[]> {
  const conditions = Object.entries(equal).map(
    ([filter, value]) => sql<SqlBool>`${sql.ref(COLUMNS[filter as keyof typeof COLUMNS])} = ${value}`,
  );
  return [...conditions, ...(await holdsWords(db, text, ['title_ref']))];
}
