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
  return write(value, []);
}

/** The UTF-8 bytes of `canonicalJson`. @throws NotCanonical */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/** SHA-256 as 64 lower-case hex digits; a string is hashed as UTF-8. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

type Path = (string | number)[];

function write(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'string':
      return quote(value, path);
    case 'number':
      if (!Number.isSafeInteger(value)) refuse(path, 'a number must be a safe integer');
      if (Object.is(value, -0)) refuse(path, 'negative zero is not allowed');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (path.length >= MAX_DEPTH) refuse(path, `nested deeper than ${String(MAX_DEPTH)}`);
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
    default:
      return refuse(path, `${typeof value} is not allowed`);
  }
}

function writeArray(items: readonly unknown[], path: Path): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    path.push(i);
    text += (i === 0 ? '' : ',') + write(items[i], path);
    path.pop();
  }
  return text + ']';
}

function writeObject(object: object, path: Path): string {
  if (!isPlain(object)) refuse(path, 'only plain objects are allowed');
  let text = '{';
  for (const key of sortedKeys(object)) {
    path.push(key);
    text += (text === '{' ? '' : ',') + label(key, path) + write((object as Record<string, unknown>)[key], path);
    path.pop();
  }
  return text + '}';
}

const MAX_LABELS = 1_000;
const labels = new Map<string, string>();

/** `"key":`, remembered, since the events of a log share a few hundred keys. */
function label(key: string, path: Path): string {
  const known = labels.get(key);
  if (known !== undefined) return known;
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') refuse(path, 'a prototype key is not allowed');
  const text = `${quote(key, path)}:`;
  if (labels.size < MAX_LABELS) labels.set(key, text);
  return text;
}

/** A plain object's prototype ends the chain; asked this way, an object of another realm (vm, worker) is plain too. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Sorted by UTF-16 code units, as the RFC asks, which is how JavaScript compares strings. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  // Envelopes and parsed canonical text come sorted; seeing that is much cheaper than a sort.
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  }
  return keys;
}

const NEEDS_ESCAPE_OR_CHECK = /[^ !#-[\]-~]/;

function quote(text: string, path: Path): string {
  if (!NEEDS_ESCAPE_OR_CHECK.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) refuse(path, 'a lone surrogate is not allowed');
  return JSON.stringify(text); // its escapes are the ones RFC 8785 prescribes
}

function refuse(path: Path, reason: string): never {
  throw new NotCanonical(spell(path), reason);
}

function spell(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else text += (text === '' ? '' : '.') + (step.length > 64 ? `${step.slice(0, 64)}…` : step);
  }
  return text.toWellFormed();
}
