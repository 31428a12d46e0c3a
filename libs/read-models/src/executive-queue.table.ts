import type { QueuedEscalation } from './executive-queue.js';
import type { LabelDatabase } from './labels.js';
import type { positions } from './store/positions.js';
import { table, type DatabaseOf, type RowOf } from './store/table.js';

/** Each version of each item that waits for a leader. `place` is the pool's order as one string. */
export const queueTable = table({
  name: 'queue',
  kind: 'temporal',
  key: 'id',
  columns: {
    id: 'text',
    kind: 'text',
    revision: 'integer',
    /** Who answers for it: who claimed it, else who holds it. */
    holder: 'text',
    shelf: 'text',
    place: 'text',
    urgent_from: 'text',
    /** 1 until it is urgent. */
    can_wait: 'integer',
    safety: 'integer',
    in_hand: 'integer',
    minutes: 'integer',
    decide_by: 'text',
    programme: 'text',
    region: 'text?',
    partner: 'text?',
    issue: 'text?',
    doc: 'json',
  },
  indexes: [
    { columns: ['holder', 'shelf', 'place', 'id'], of: 'now' },
    { columns: ['holder', 'shelf', 'urgent_from'], of: 'now', where: 'can_wait' },
    { columns: ['urgent_from'], of: 'now', where: 'can_wait' },
    { columns: ['holder', 'from_index'], of: 'now' },
    { columns: ['holder', 'span', 'from_index', 'to_index', 'shelf', 'place', 'id'], of: 'past' },
  ],
});

/** What each leader has to do, as counts: kept with the items, so that no queue is ever counted through. */
export const loadTable = table({
  name: 'attention_load',
  kind: 'temporal',
  key: 'person',
  columns: {
    person: 'text',
    waiting: 'integer',
    snoozed: 'integer',
    call_sheets: 'integer',
    urgent: 'integer',
    in_hand: 'integer',
    /** Expected for what waits, and for every escalation that is open: what the router counts as load. */
    minutes_waiting: 'integer',
    minutes_open: 'integer',
  },
  indexes: [],
});

/** Attention that was spent, in minutes. */
export const spentTable = table({
  name: 'attention_spent',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', person: 'text', at: 'text', spent_index: 'integer', minutes: 'integer' },
  indexes: [{ columns: ['person', 'at', 'spent_index', 'minutes'] }],
});

export type AttentionDatabase = DatabaseOf<typeof loadTable | typeof spentTable>;
export type QueueDatabase = DatabaseOf<typeof queueTable | typeof positions> & AttentionDatabase & LabelDatabase;
export type StoredQueueItem = RowOf<typeof queueTable>;
export type StoredLoad = RowOf<typeof loadTable>;

type InDoc =
  | 'issue'
  | 'issueRevision'
  | 'level'
  | 'status'
  | 'timeBoxUntil'
  | 'snooze'
  | 'clocks'
  | 'provisional'
  | 'missing'
  | 'barred'
  | 'mayReturn'
  | 'routeRevision'
  | 'openedAt'
  | 'openedIndex';

/** What no query looks into: ids and refs in place of names and words. */
export type EscalationDoc = Pick<QueuedEscalation, InDoc> & {
  readonly site: string | null;
  readonly title: number | null;
  readonly owner: string | null;
  readonly filedBy: string;
  readonly by: string | null;
  readonly ask:
    | (Omit<NonNullable<QueuedEscalation['ask']>, 'recommendation' | 'alternative'> &
        Record<'recommendation' | 'alternative', number | null>)
    | null;
  readonly ifNobodyDecides: Omit<QueuedEscalation['ifNobodyDecides'], 'to'> & { readonly to: string | null };
  readonly facts: QueuedEscalation['facts'];
  readonly question: { readonly id: string; readonly of: string; readonly text: number | null } | null;
  readonly answer: number | null;
  readonly report: { readonly id: string; readonly decider: string; readonly decision: number | null } | null;
};

export interface CallSheetDoc {
  readonly rank: number;
  readonly until: string;
  readonly contacts: number;
  readonly openedAt: string;
  readonly openedIndex: number;
}
