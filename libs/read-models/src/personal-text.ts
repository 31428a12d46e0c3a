import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { DomainEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Entry, Projection } from './store/projection.js';
import { refAt, sealedIn } from './store/sealed.js';
import { readAmong } from './store/statements.js';
import { table, type DatabaseOf, type RowOf } from './store/table.js';
import { endOfPrefix, wordsOf } from './store/words.js';

type JsonObject = RecordedEvent['data'];

/** Opens events: their data with each sealed text as a string, or null where its key is gone. In order. */
export type Unseal = (events: readonly { readonly id: string; readonly data: JsonObject }[]) => Promise<readonly JsonObject[]>;

/** The only place where people's words stand in clear. Everything else names them by `ref`, so that forgetting is one delete. */
const personalText = table({
  name: 'personal_text',
  kind: 'keyed',
  key: 'ref',
  columns: { ref: 'integer', key_id: 'text', text: 'text' },
  indexes: [{ columns: ['key_id'] }],
});

const personalWord = table({
  name: 'personal_word',
  kind: 'list',
  key: 'word',
  columns: { word: 'text', ref: 'integer' },
  indexes: [{ columns: ['word', 'ref'] }, { columns: ['ref', 'word'] }],
});

export type PersonalDatabase = DatabaseOf<typeof personalText | typeof personalWord>;

/** Texts whose words can be looked up. */
const SEARCHED: Partial<Record<DomainEvent['type'], readonly string[]>> = {
  IssueFiled: ['title'],
  IssueAmended: ['title'],
  IssueDecided: ['decision', 'rationale'],
  EscalationDecided: ['decision', 'rationale'],
  DecisionConfirmed: ['decision', 'rationale'],
  DecisionSuperseded: ['decision', 'rationale'],
};

interface Opened {
  readonly row: RowOf<typeof personalText>;
  readonly searched: boolean;
}

export function personalTextProjection(unseal: Unseal): Projection {
  let opened: readonly Opened[] = [];
  return {
    name: 'personal-text',
    version: 1,
    tables: [],
    personalTables: [personalText, personalWord],
    async prepare(entries) {
      opened = await open(entries, unseal);
    },
    async apply(_entries, rows) {
      await rows.add(
        personalText,
        opened.map(({ row }) => row),
      );
      await rows.add(
        personalWord,
        opened.flatMap(({ row, searched }) => (searched ? wordsOf(row.text).map((word) => ({ word, ref: row.ref })) : [])),
      );
    },
  };
}

async function open(entries: readonly Entry[], unseal: Unseal): Promise<readonly Opened[]> {
  // Routes hold no words, and are the largest events by far.
  const worded = entries.filter(({ type }) => type !== 'IssueRouted');
  const sealed = worded.map((entry) => ({ entry, found: sealedIn(entry.data) })).filter(({ found }) => found.length > 0);
  const data = sealed.length === 0 ? [] : await unseal(sealed.map(({ entry }) => ({ id: entry.id, data: entry.data as JsonObject })));
  return sealed.flatMap(({ entry, found }, i) =>
    found.flatMap(({ path, sealed: { $personal: key_id } }, place) => {
      const text = valueAt(data[i], path);
      if (typeof text !== 'string') return [];
      return [{ row: { ref: refAt(entry.index, place), key_id, text }, searched: SEARCHED[entry.type]?.includes(path) ?? false }];
    }),
  );
}

function valueAt(data: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], data);
}

/** The words behind refs, in one query; absent: erased. */
export async function textsOf(
  db: Kysely<PersonalDatabase>,
  refs: Iterable<number | null | undefined>,
): Promise<(ref: number | null | undefined) => string | null> {
  const wanted = [...refs].filter((ref) => ref !== null && ref !== undefined);
  const texts = new Map((await readAmong(db, personalText, 'ref', wanted)).map(({ ref, text }) => [ref, text]));
  return (ref) => (ref === null || ref === undefined ? null : (texts.get(ref) ?? null));
}

/** Deletes every text sealed with the keys, and its words. */
export async function forgetTexts(db: Kysely<PersonalDatabase>, keys: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const key of keys) {
      const refs = tx.selectFrom('personal_text').select('ref').where('key_id', '=', key);
      await tx.deleteFrom('personal_word').where('ref', 'in', refs).execute();
      await tx.deleteFrom('personal_text').where('key_id', '=', key).execute();
    }
  });
}

/** A word that stands in more texts than this is looked for in the texts of each row, not the other way round. */
const RARE = 2000;

/**
 * For a WHERE clause: each word of `text` begins a word of a text to which one of the row's columns refers.
 */
export async function holdsWords<DB extends PersonalDatabase>(
  db: Kysely<DB>,
  text: string | undefined,
  columns: readonly string[],
): Promise<readonly RawBuilder<SqlBool>[]> {
  const conditions: RawBuilder<SqlBool>[] = [];
  for (const word of wordsOf(text ?? '')) {
    const begins = sql<SqlBool>`word >= ${word} and word < ${endOfPrefix(word)}`;
    const found = await sql<{
      readonly n: number;
    }>`select count(*) as n from (select 1 from personal_word where ${begins} limit ${RARE}) as counted`.execute(db);
    const isRare = (found.rows[0]?.n ?? 0) < RARE;
    const alternatives = columns.map((column) =>
      isRare
        ? sql`${sql.ref(column)} in (select ref from personal_word where ${begins})`
        : sql`exists (select 1 from personal_word where ref = ${sql.ref(column)} and ${begins})`,
    );
    conditions.push(sql`(${sql.join(alternatives, sql` or `)})`);
  }
  return conditions;
}
