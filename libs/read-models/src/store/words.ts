import { sql, type RawBuilder, type SqlBool } from 'kysely';

const MOST_WORDS = 64;
const LONGEST_WORD = 32;

/** The different words of a text as they are looked up: without case, accents or punctuation, in no locale's way. */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/** What no word that begins with `prefix` is greater than, in the order of bytes. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

/** The words of a text as one text, for short lists in which `hasWords` looks. */
export function searchText(text: string): string {
  return ` ${wordsOf(text).join(' ')}`;
}

/** For a WHERE clause over a column of `searchText`: each word of `text` begins a word there. */
export function hasWords(text: string | undefined): RawBuilder<SqlBool> {
  const conditions = wordsOf(text ?? '').map((word) => sql<SqlBool>`words like ${`% ${word}%`}`);
  return conditions.length === 0 ? sql`1 = 1` : sql`(${sql.join(conditions, sql` and `)})`;
}
