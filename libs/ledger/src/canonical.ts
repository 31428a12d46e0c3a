import { createHash } from 'node:crypto';

/** What an event may hold. Numbers are safe integers: money is minor units, never a float. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Deeper values are refused, so that a hostile body (or a cycle) cannot exhaust the stack. */
export const MAX_DEPTH = 64;

/** A value that has no canonical form here. `path` is like `data.lines[2].amount`; the value itself is never echoed. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/**
 * RFC 8785 canonical JSON of strings, safe integers, booleans, null, arrays and plain objects.
 * Stricter than the RFC, so that equal facts have one spelling and nothing is lost in silence: floats, NaN, -0,
 * `undefined`, lone surrogates, prototype keys and class instances are refused.
 * @throws NotCanonical
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0) ?? refuse(value);
}

/** The UTF-8 bytes of `canonicalJson`. @throws NotCanonical */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/** SHA-256 as 64 lower-case hex digits; a string is hashed as UTF-8. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Null where there is something without a canonical form: it is looked for again only then, since keeping the path at hand costs a
 * third of the writing.
 */
function write(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : null;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAX_DEPTH) return null;
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      return null;
  }
}

function writeArray(items: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    const item = write(items[i], depth);
    if (item === null) return null;
    text += i === 0 ? item : ',' + item;
  }
  return text + ']';
}

function writeObject(object: object, depth: number): string | null {
  if (!isPlain(object)) return null;
  let text = '{';
  for (const key of sortedKeys(object)) {
    const name = label(key);
    const value = write((object as Record<string, unknown>)[key], depth);
    if (name === null || value === null) return null;
    text += text === '{' ? name + value : ',' + name + value;
  }
  return text + '}';
}

const MAX_LABELS = 1_000;
const labels = new Map<string, string>();

/** `"key":`, remembered, since the events of a log share a few hundred keys. */
function label(key: string): string | null {
  const known = labels.get(key);
  if (known !== undefined) return known;
  const quoted = isPrototypeKey(key) ? null : quote(key);
  if (quoted === null) return null;
  const text = `${quoted}:`;
  if (labels.size < MAX_LABELS) labels.set(key, text);
  return text;
}

function isPrototypeKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

/** A plain object's prototype ends the chain; asked this way, an object of another realm (vm, worker) is plain too. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** So many keys are put in order faster by hand. */
const FEW_KEYS = 24;

/** Sorted by UTF-16 code units, as the RFC asks, which is how JavaScript compares strings. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at -= 1) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

const NEEDS_ESCAPE_OR_CHECK = /[^ !#-[\]-~]/;

function quote(text: string): string | null {
  if (!NEEDS_ESCAPE_OR_CHECK.test(text)) return `"${text}"`;
  // Its escapes are the ones RFC 8785 prescribes; a lone surrogate has none.
  return text.isWellFormed() ? JSON.stringify(text) : null;
}

type Path = readonly (string | number)[];

/** Throws for the first value that has no canonical form, in the order of writing. */
function refuse(value: unknown): never {
  const found = findRefused(value, []);
  if (found === null) throw new NotCanonical('', 'a value changed while it was written');
  throw new NotCanonical(spell(found.path), found.reason);
}

interface Refused {
  readonly path: Path;
  readonly reason: string;
}

function findRefused(value: unknown, path: Path): Refused | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : { path, reason: 'a lone surrogate is not allowed' };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return { path, reason: 'a number must be a safe integer' };
    return Object.is(value, -0) ? { path, reason: 'negative zero is not allowed' } : null;
  }
  if (typeof value === 'boolean' || value === null) return null;
  if (typeof value !== 'object') return { path, reason: `${typeof value} is not allowed` };
  if (path.length >= MAX_DEPTH) return { path, reason: `nested deeper than ${String(MAX_DEPTH)}` };
  return Array.isArray(value) ? findInArray(value, path) : findInObject(value, path);
}

function findInArray(items: readonly unknown[], path: Path): Refused | null {
  for (let i = 0; i < items.length; i += 1) {
    const found = findRefused(items[i], [...path, i]);
    if (found !== null) return found;
  }
  return null;
}

function findInObject(object: object, path: Path): Refused | null {
  if (!isPlain(object)) return { path, reason: 'only plain objects are allowed' };
  for (const key of sortedKeys(object)) {
    const at = [...path, key];
    if (isPrototypeKey(key)) return { path: at, reason: 'a prototype key is not allowed' };
    const found = findRefused(key, at) ?? findRefused((object as Record<string, unknown>)[key], at);
    if (found !== null) return found;
  }
  return null;
}

function spell(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else text += (text === '' ? '' : '.') + (step.length > 64 ? `${step.slice(0, 64)}…` : step);
  }
  return text.toWellFormed();
}
