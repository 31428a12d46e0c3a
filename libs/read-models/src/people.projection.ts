import { evolvePerson, type Instant, type PersonEvent, type PersonState } from '#domain';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { table, type RowOf } from './store/table.js';

/** Each version of each person: levels, lines, roles, grants, absences as they stood at any entry. */
export const personTable = table({
  name: 'person',
  kind: 'temporal',
  key: 'id',
  columns: { id: 'text', revision: 'integer', name_ref: 'integer?', title_ref: 'integer?', doc: 'json' },
  indexes: [{ columns: ['from_index'] }],
});

export interface PersonDoc {
  /** As the deciders see it, without the hashes of tokens. */
  readonly state: PersonState;
  readonly name: number | null;
  readonly title: number | null;
  readonly email: number | null;
  /** Entries that gave the grants, by grant. */
  readonly grantedIn: Readonly<Record<string, number>>;
  readonly tokens: Readonly<Record<string, { readonly label: string; readonly issuedAt: Instant }>>;
  readonly conflictReasons: readonly { readonly partner: string | null; readonly site: string | null; readonly reason: number | null }[];
}

export const peopleProjection = documentProjection<PersonDoc>({
  name: 'people',
  version: 1,
  table: personTable,
  prefix: 'person-',
  evolve: (doc, entry) => ({
    ...wordsAndMarks(doc ?? NOBODY, entry),
    state: withoutHashes(evolvePerson(doc?.state ?? { status: 'none' }, entry as PersonEvent)),
  }),
  columns: ({ name, title }) => ({ name_ref: name, title_ref: title }),
});

export function personDocOf(row: Pick<RowOf<typeof personTable>, 'doc'>): PersonDoc {
  return JSON.parse(row.doc) as PersonDoc;
}

const NOBODY: PersonDoc = {
  state: { status: 'none' },
  name: null,
  title: null,
  email: null,
  grantedIn: {},
  tokens: {},
  conflictReasons: [],
};

/** What the deciders' state does not keep: where the words stand, and when things were given. */
function wordsAndMarks(doc: PersonDoc, entry: Entry): PersonDoc {
  switch (entry.type) {
    case 'PersonRegistered':
    case 'PersonChanged': {
      const ref = refsOf(entry);
      return { ...doc, name: ref('name') ?? doc.name, title: ref('title') ?? doc.title, email: ref('email') ?? doc.email };
    }
    case 'GrantGiven':
      return { ...doc, grantedIn: { ...doc.grantedIn, [entry.data.grantId]: entry.index } };
    case 'TokenIssued':
      return { ...doc, tokens: { ...doc.tokens, [entry.data.tokenId]: { label: entry.data.label, issuedAt: entry.recordedAt } } };
    case 'ConflictDeclared': {
      const { partner = null, site = null } = entry.data;
      return { ...doc, conflictReasons: [...doc.conflictReasons, { partner, site, reason: refsOf(entry)('reason') }] };
    }
    default:
      return doc;
  }
}

/** A read model is no place for secrets, not even hashed ones. */
function withoutHashes(state: PersonState): PersonState {
  if (state.status !== 'here') return state;
  return { ...state, tokens: state.tokens.map((token) => ({ ...token, secretHash: '' })) };
}
