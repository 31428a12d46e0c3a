import {
  evolvePolicy,
  evolvePolicyBook,
  type Instant,
  type PolicyBookEvent,
  type PolicyBookState,
  type PolicyEvent,
  type PolicyState,
} from '#domain';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { table } from './store/table.js';

/** Each version of each policy: proposed, approved, rejected. */
export const policyTable = table({
  name: 'policy',
  kind: 'temporal',
  key: 'id',
  columns: { id: 'text', revision: 'integer', doc: 'json' },
  indexes: [],
});

export interface PolicyDoc {
  readonly state: PolicyState;
  readonly proposedAt: Instant;
  readonly proposedIndex: number;
  readonly note: number | null;
  readonly judgedBy: string | null;
  readonly judgedAt: Instant | null;
  readonly judgement: number | null;
}

export const policyProjection = documentProjection<PolicyDoc>({
  name: 'policies',
  version: 1,
  table: policyTable,
  prefix: 'policy-',
  evolve: (doc, entry) => ({ ...judged(doc, entry), state: evolvePolicy(doc?.state ?? { status: 'none' }, entry as PolicyEvent) }),
  columns: () => ({}),
});

function judged(doc: PolicyDoc | null, entry: Entry): Omit<PolicyDoc, 'state'> {
  const ref = refsOf(entry);
  if (doc === null)
    return { proposedAt: entry.recordedAt, proposedIndex: entry.index, note: ref('note'), judgedBy: null, judgedAt: null, judgement: null };
  return { ...doc, judgedBy: entry.actor, judgedAt: entry.recordedAt, judgement: ref('note') ?? ref('reason') };
}

/** Each version of each policy book: what was in force for a scope, solo mode, exchange rates. */
export const policyBookTable = table({
  name: 'policy_book',
  kind: 'temporal',
  key: 'id',
  columns: { id: 'text', revision: 'integer', doc: 'json' },
  indexes: [],
});

export interface PolicyBookDoc {
  readonly state: PolicyBookState;
  /** One for each activation of the state, in the same order. */
  readonly activated: readonly { readonly by: string; readonly at: Instant; readonly index: number }[];
  /** When the rate was last recorded, by currency. */
  readonly ratedAt: Readonly<Record<string, { readonly at: Instant; readonly to: string }>>;
}

const EMPTY: PolicyBookDoc = {
  state: { organisation: null, soloMode: false, activations: [], rates: {}, revision: 0 },
  activated: [],
  ratedAt: {},
};

export const policyBookProjection = documentProjection<PolicyBookDoc>({
  name: 'policy-books',
  version: 1,
  table: policyBookTable,
  prefix: 'policybook-',
  evolve: (doc, entry) => ({ ...marked(doc ?? EMPTY, entry), state: evolvePolicyBook((doc ?? EMPTY).state, entry as PolicyBookEvent) }),
  columns: () => ({}),
});

function marked(doc: PolicyBookDoc, entry: Entry): PolicyBookDoc {
  switch (entry.type) {
    case 'PolicyActivated':
      return { ...doc, activated: [...doc.activated, { by: entry.actor, at: entry.recordedAt, index: entry.index }] };
    case 'ExchangeRateRecorded':
      return { ...doc, ratedAt: { ...doc.ratedAt, [entry.data.from]: { at: entry.recordedAt, to: entry.data.to } } };
    default:
      return doc;
  }
}
