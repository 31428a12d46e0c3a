import {
  evolveProgramme,
  phaseAt,
  type Instant,
  type Phase,
  type ProgrammeDescription,
  type ProgrammeEvent,
  type ProgrammeState,
  type RunningProgramme,
} from '#domain';
import type { Kysely } from 'kysely';
import { labelsOf, type LabelDatabase } from './labels.js';
import type { PersonLabel } from './reading.js';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { table, type DatabaseOf } from './store/table.js';

export interface ProgrammeRow extends Omit<ProgrammeDescription, 'sponsor'> {
  readonly id: string;
  /** Of the programme's stream, for If-Match. */
  readonly revision: number;
  readonly sponsor: PersonLabel;
  /** At the instant asked for: launch ends by time. */
  readonly phase: Phase;
  /** The seed of a demonstration; null: a real programme. */
  readonly demoSeed: number | null;
  readonly imports: readonly ImportRow[];
}

export interface ImportRow {
  readonly importId: string;
  readonly fileSha256: string;
  readonly startedAt: Instant;
  readonly history: boolean;
  /** Null: it has not ended. */
  readonly result: { readonly rowsRead: number; readonly rowsRejected: number; readonly issuesFiled: number } | null;
}

export interface Programmes {
  /** By code. */
  list(now: Instant): Promise<readonly ProgrammeRow[]>;
  programme(id: string, now: Instant): Promise<ProgrammeRow | null>;
  byCode(code: string, now: Instant): Promise<ProgrammeRow | null>;
}

export const programmeTable = table({
  name: 'programme',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', code: 'text', doc: 'json' },
  indexes: [{ columns: ['code'] }],
});

type ProgrammeDatabase = DatabaseOf<typeof programmeTable> & LabelDatabase;

interface ProgrammeDoc {
  readonly state: ProgrammeState;
  readonly words: Pick<ProgrammeRow, 'name' | 'purpose' | 'unitNoun' | 'siteNoun'>;
  readonly demoSeed: number | null;
  readonly imports: readonly ImportRow[];
}

const NEW: ProgrammeDoc = {
  state: { status: 'none' },
  words: { name: '', purpose: '', unitNoun: '', siteNoun: '' },
  demoSeed: null,
  imports: [],
};

export const programmeProjection = documentProjection<ProgrammeDoc>({
  name: 'programmes',
  version: 1,
  table: programmeTable,
  prefix: 'programme-',
  evolve: (doc, entry) => ({ ...noted(doc ?? NEW, entry), state: evolveProgramme((doc ?? NEW).state, entry as ProgrammeEvent) }),
  columns: ({ state }) => ({ code: running(state).code }),
});

/** What the deciders' state does not keep. */
function noted(doc: ProgrammeDoc, entry: Entry): ProgrammeDoc {
  switch (entry.type) {
    case 'ProgrammeStarted': {
      const { name, purpose, unitNoun, siteNoun } = entry.data;
      return { ...doc, words: { name, purpose, unitNoun, siteNoun } };
    }
    case 'DemoMarked':
      return { ...doc, demoSeed: entry.data.seed };
    case 'ImportStarted': {
      const { importId, fileSha256, startedAt, history } = entry.data;
      return { ...doc, imports: [...doc.imports, { importId, fileSha256, startedAt, history, result: null }] };
    }
    case 'ImportEnded': {
      const { importId, ...result } = entry.data;
      return { ...doc, imports: doc.imports.map((one) => (one.importId === importId ? { ...one, result } : one)) };
    }
    default:
      return doc;
  }
}

export function programmeQueries(db: Kysely<ProgrammeDatabase>): Programmes {
  const read = async (rows: readonly ProgrammeDatabase['programme'][], now: Instant): Promise<readonly ProgrammeRow[]> => {
    const docs = rows.map((row) => ({ id: row.id, revision: row.revision, ...(JSON.parse(row.doc) as ProgrammeDoc) }));
    const labels = await labelsOf(db, { people: docs.map(({ state }) => running(state).sponsor) });
    return docs.map(({ id, revision, state, words, demoSeed, imports }) => {
      const { status: _status, demo: _demo, fresh: _fresh, imports: _imports, sponsor, ...facts } = running(state);
      return { id, revision, ...words, ...facts, phase: phaseAt(running(state), now), sponsor: labels.person(sponsor), demoSeed, imports };
    });
  };
  const programmes = db.selectFrom('programme').selectAll();
  return {
    list: async (now) => read(await programmes.orderBy('code').execute(), now),
    programme: async (id, now) => (await read(await programmes.where('id', '=', id).execute(), now))[0] ?? null,
    byCode: async (code, now) => (await read(await programmes.where('code', '=', code).execute(), now))[0] ?? null,
  };
}

function running(state: ProgrammeState): RunningProgramme {
  return state as RunningProgramme;
}
