import { InvalidValue } from './errors.js';
import { isInstant, type Instant } from './instant.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_LINES = /[^\P{Cc}\n\t]/u;

/** The longest free text, in UTF-16 units; some of them together must stay under an event's 64 KiB when sealed. */
export const MAX_TEXT = 4000;
/** The longest label or name. */
export const MAX_LABEL = 80;

/** An id or code: what may stand in a stream's name. */
export function checkCode(value: unknown, field: string): void {
  if (typeof value !== 'string' || !CODE.test(value)) {
    throw new InvalidValue(field, 'must be 1 to 64 letters, digits, - or _, beginning with a letter or digit');
  }
}

/** A SHA-256 in lower-case hex. */
export function checkSha256(value: unknown, field: string): void {
  if (typeof value !== 'string' || !SHA256_HEX.test(value)) throw new InvalidValue(field, 'must be 64 lower-case hexadecimal digits');
}

/** One line for people: not blank, no control characters, at most `most` UTF-16 units. */
export function checkLabel(value: unknown, field: string, most = MAX_LABEL): void {
  if (CONTROL.test(filledText(value, field, most))) throw new InvalidValue(field, 'must not contain control characters');
}

/** Free text: not blank, at most `MAX_TEXT` UTF-16 units, no control characters but line feeds and tabs. */
export function checkText(value: unknown, field: string): void {
  if (CONTROL_BUT_LINES.test(filledText(value, field, MAX_TEXT)))
    throw new InvalidValue(field, 'must not contain control characters other than line feed and tab');
}

function filledText(value: unknown, field: string, most: number): string {
  if (typeof value !== 'string' || value.trim() === '') throw new InvalidValue(field, 'must not be blank');
  if (value.length > most) throw new InvalidValue(field, `must have at most ${most} characters`);
  if (!value.isWellFormed()) throw new InvalidValue(field, 'must be well-formed Unicode');
  return value;
}

export function checkInstant(value: unknown, field: string): void {
  if (!isInstant(value)) throw new InvalidValue(field, 'must look like 2026-11-23T13:32:59.123Z');
}

/** An instant that has come: a statement about the past is not about the future. */
export function checkPast(value: string, field: string, now: Instant): void {
  checkInstant(value, field);
  if (value > now) throw new InvalidValue(field, 'must not lie in the future');
}

/** An instant that is still to come. */
export function checkFuture(value: string, field: string, now: Instant): void {
  checkInstant(value, field);
  if (value <= now) throw new InvalidValue(field, 'must lie in the future');
}

/** A safe integer from `least` to `most`. */
export function checkInteger(value: unknown, field: string, least: number, most: number): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw new InvalidValue(field, `must be an integer from ${least} to ${most}`);
}

/** A list with `least` to `most` entries. */
export function checkCount(list: unknown, field: string, least: number, most: number): void {
  if (!Array.isArray(list) || list.length < least || list.length > most) {
    throw new InvalidValue(field, `must have ${least} to ${most} entries`);
  }
}

/** One of the listed words. */
export function checkOneOf(value: unknown, field: string, words: readonly string[]): void {
  if (typeof value !== 'string' || !words.includes(value)) throw new InvalidValue(field, `must be one of ${words.join(', ')}`);
}

/** No two entries have the same `key`; names the second of them: `kinds[3].code`. */
export function checkUnique<T>(list: readonly T[], field: string, key: keyof T & string): void {
  const seen = new Set<unknown>();
  for (const [i, entry] of list.entries()) {
    if (seen.has(entry[key])) throw new InvalidValue(`${field}[${i}].${key}`, 'stands twice');
    seen.add(entry[key]);
  }
}
