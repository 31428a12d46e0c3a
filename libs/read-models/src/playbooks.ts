import {
  evolvePlaybook,
  liveHandOver,
  liveStandingOrder,
  type Instant,
  type Lever,
  type Money,
  type Pattern,
  type PlaybookEvent,
  type PlaybookState,
} from '#domain';
import type { Kysely } from 'kysely';
import { labelsOf, type LabelDatabase, type Labels } from './labels.js';
import type { PersonLabel } from './reading.js';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { table, type DatabaseOf } from './store/table.js';

export interface PlaybookRow {
  readonly id: string;
  /** Of the playbook's stream, for If-Match. */
  readonly revision: number;
  readonly programme: string;
  readonly pattern: Pattern;
  readonly levers: readonly Lever[];
  readonly model: string | null;
  readonly handOver: {
    readonly to: PersonLabel;
    readonly by: PersonLabel;
    readonly amountLimit: Money;
    readonly valueLimit: Money;
    readonly until: Instant | null;
    readonly since: Instant;
  } | null;
  readonly standingOrder: {
    readonly by: PersonLabel;
    readonly option: 'recommended' | 'alternative' | 'no';
    readonly maxAmount: Money | null;
    readonly text: string | null;
    readonly until: Instant | null;
  } | null;
}

/** Hand-overs and standing orders whose time has run out at `now` are left out of the rows. */
export interface Playbooks {
  list(request: { readonly programme?: string; readonly now: Instant }): Promise<readonly PlaybookRow[]>;
  playbook(id: string, now: Instant): Promise<PlaybookRow | null>;
}

export const playbookTable = table({
  name: 'playbook',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', programme: 'text', doc: 'json' },
  indexes: [{ columns: ['programme', 'id'] }],
});

type PlaybookDatabase = DatabaseOf<typeof playbookTable> & LabelDatabase;
type OpenPlaybook = Extract<PlaybookState, { status: 'open' }>;

interface PlaybookDoc {
  readonly state: PlaybookState;
  readonly model: number | null;
  readonly handedOverAt: Instant | null;
  readonly orderText: number | null;
}

const NEW: PlaybookDoc = { state: { status: 'none' }, model: null, handedOverAt: null, orderText: null };

export const playbookProjection = documentProjection<PlaybookDoc>({
  name: 'playbooks',
  version: 1,
  table: playbookTable,
  prefix: 'playbook-',
  evolve: (doc, entry) => ({ ...noted(doc ?? NEW, entry), state: evolvePlaybook((doc ?? NEW).state, entry as PlaybookEvent) }),
  columns: ({ state }) => ({ programme: (state as OpenPlaybook).programme }),
});

/** What the deciders' state does not keep. */
function noted(doc: PlaybookDoc, entry: Entry): PlaybookDoc {
  switch (entry.type) {
    case 'PlaybookOpened':
      return { ...doc, model: refsOf(entry)('model') };
    case 'HandOverGiven':
      return { ...doc, handedOverAt: entry.recordedAt };
    case 'StandingOrderAgreed':
      return { ...doc, orderText: refsOf(entry)('text') };
    default:
      return doc;
  }
}

export function playbookQueries(db: Kysely<PlaybookDatabase>): Playbooks {
  const read = async (rows: readonly PlaybookDatabase['playbook'][], now: Instant): Promise<readonly PlaybookRow[]> => {
    const docs = rows.map((row) => ({ id: row.id, revision: row.revision, ...(JSON.parse(row.doc) as PlaybookDoc) }));
    const people = docs.flatMap(({ state }) => {
      const { handOver, standingOrder } = state as OpenPlaybook;
      return [handOver?.to ?? null, handOver?.by ?? null, standingOrder?.by ?? null];
    });
    const labels = await labelsOf(db, { people, texts: docs.flatMap(({ model, orderText }) => [model, orderText]) });
    return docs.map((doc) => rowOf(doc, labels, now));
  };
  const playbooks = db.selectFrom('playbook').selectAll();
  return {
    list: async ({ programme, now }) => {
      const some = programme === undefined ? playbooks : playbooks.where('programme', '=', programme);
      return read(await some.orderBy('programme').orderBy('id').execute(), now);
    },
    playbook: async (id, now) => (await read(await playbooks.where('id', '=', id).execute(), now))[0] ?? null,
  };
}

function rowOf(doc: PlaybookDoc & { readonly id: string; readonly revision: number }, labels: Labels, now: Instant): PlaybookRow {
  const { programme, pattern, levers } = doc.state as OpenPlaybook;
  const [handOver, order] = [liveHandOver(doc.state, now), liveStandingOrder(doc.state, now)];
  return {
    id: doc.id,
    revision: doc.revision,
    programme,
    pattern,
    levers,
    model: labels.text(doc.model),
    handOver: handOver && {
      ...handOver,
      to: labels.person(handOver.to),
      by: labels.person(handOver.by),
      since: doc.handedOverAt as Instant,
    },
    standingOrder: order && { ...order, by: labels.person(order.by), text: labels.text(doc.orderText) },
  };
}
