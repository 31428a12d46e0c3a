import type { BoardRow } from './board.js';
import type { LabelDatabase } from './labels.js';
import type { positions } from './store/positions.js';
import { table, type DatabaseOf, type RowOf } from './store/table.js';

/** Each version of each issue as the board shows it. What is filtered or sorted on has a column, the rest is in `doc`. */
export const boardTable = table({
  name: 'board',
  kind: 'temporal',
  key: 'issue',
  columns: {
    issue: 'text',
    revision: 'integer',
    programme: 'text',
    region: 'text?',
    partner: 'text?',
    site: 'text?',
    order_code: 'text?',
    kind: 'text',
    level: 'integer?',
    owner: 'text?',
    holder: 'text?',
    filed_by: 'text',
    filed_index: 'integer',
    /** 1 until it is closed. */
    open: 'integer',
    /** 1 while a leader has to decide it. */
    waiting: 'integer',
    /** The instant by which it is due; `~` sorts after all instants. */
    due_key: 'text',
    /** 4 - severity, then `due_key`. */
    severity_key: 'text',
    closed_index: 'integer?',
    title_ref: 'integer?',
    doc: 'json',
  },
  indexes: [
    { columns: ['due_key', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['severity_key', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['filed_index'], of: 'now', where: 'open' },
    { columns: ['due_key', 'filed_index'], of: 'now', where: 'waiting' },
    { columns: ['owner', 'due_key', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['holder', 'due_key', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['programme', 'partner', 'due_key', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['programme', 'site', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['programme', 'order_code', 'filed_index'], of: 'now', where: 'open' },
    { columns: ['programme', 'filed_index'], of: 'now' },
    { columns: ['filed_by', 'filed_index'], of: 'now' },
    { columns: ['closed_index'], of: 'now' },
    { columns: ['from_index'], of: 'now', where: 'open' },
    {
      // All that what stood then is ordered, filtered and scoped by, so that only the rows that are shown are read.
      columns: [
        ...['open', 'span', 'from_index', 'to_index', 'due_key', 'severity_key', 'filed_index', 'issue', 'waiting'],
        ...['programme', 'region', 'partner', 'owner', 'holder', 'filed_by'],
      ],
      of: 'past',
    },
  ],
});

export type BoardDatabase = DatabaseOf<typeof boardTable | typeof positions> & LabelDatabase;
export type StoredBoardRow = RowOf<typeof boardTable>;

/** What no query looks into. */
export type BoardDoc = Pick<
  BoardRow,
  | 'units'
  | 'valueAtRisk'
  | 'neededBy'
  | 'due'
  | 'exposure'
  | 'severity'
  | 'status'
  | 'duplicateOf'
  | 'nextStep'
  | 'route'
  | 'provisional'
  | 'why'
  | 'escalation'
  | 'filedAt'
  | 'closedAt'
>;

/** Sorts after every instant. */
export const NO_DATE = '~';
