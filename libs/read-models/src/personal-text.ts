import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Entry, Projection } from './store/projection.js';
import { refAt, sealedIn } from './store/sealed.js';
import { table, type DatabaseOf, type RowOf } from './store/table.js';
import { endOfPrefix, wordsOf } from './store/words.js';

type JsonObject = RecordedEvent['data'];

/** Opens events: their data with each sealed text as a string, or null where its key is gone. In order. */
export type Unseal = (events: readonly { readonly id: string; readonly data: JsonObject }[]) => Promise<readonly JsonObject[]>;

/** The only place where people's words stand in clear. Everything else names them by `ref`, so that forgetting is one delete. */
export const personalText = table({
  name: 'personal_text',
  kind: 'keyed',
  key: 'ref',
  columns: { ref: 'integer', key_id: 'text', text: 'text' },
  indexes: [{ columns: ['key_id'] }],
});

export const personalWord = table({
  name: 'personal_word',
  kind: 'list',
  key: 'word',
  columns: { word: 'text', ref: 'integer' },
  indexes: [{ columns: ['word', 'ref'] }],
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
  const wanted = [...new Set(refs)].filter((ref) => ref !== null && ref !== undefined);
  const texts = new Map<number, string>();
  for (let start = 0; start < wanted.length; start += 500) {
    const chunk = wanted.slice(start, start + 500);
    const rows = await db.selectFrom('personal_text').select(['ref', 'text']).where('ref', 'in', chunk).execute();
    for (const { ref, text } of rows) texts.set(ref, text);
  }
  return (ref) => (ref === null || ref === undefined ? null : (texts.get(ref) ?? null));
}

/** Deletes every text sealed with the keys, and its words. */
export async function forgetTexts(db: Kysely<PersonalDatabase>, keys: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const key of keys) {
      const rows = await tx.selectFrom('personal_text').select(['ref', 'text']).where('key_id', '=', key).execute();
      for (const { ref, text } of rows) {
        const words = wordsOf(text);
        if (words.length > 0) await tx.deleteFrom('personal_word').where('word', 'in', words).where('ref', '=', ref).execute();
      }
      await tx.deleteFrom('personal_text').where('key_id', '=', key).execute();
    }
  });
}

/** For a WHERE clause: the refs of texts that hold a word beginning with `word`. */
export function refsWithWord(db: Kysely<PersonalDatabase>, word: string) {
  return db.selectFrom('personal_word').select('ref').where('word', '>=', word).where('word', '<', endOfPrefix(word));
}
