import { HttpProblem } from './problem.js';

/** Bytes of a request body. */
export const MAX_BODY_BYTES = 256 * 1024;
/** Objects and lists within each other, the body itself included. */
export const MAX_BODY_DEPTH = 16;

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Names by which a field would reach a prototype. */
export const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON value that a body holds. Refused, with the field where there is one: bytes that are not UTF-8, text that is not JSON, a
 * key that stands twice or would reach a prototype, numbers beyond the safe integers, deep nesting. Nothing of it is echoed but keys.
 */
export function parseJson(body: Buffer): unknown {
  const text = decode(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpProblem('malformed-json', 'the body is not JSON');
  }
  checkTokens(text);
  return value;
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new HttpProblem('malformed-json', 'the body is not UTF-8');
  }
}

/** A list or an object that is being read. In an object, `key` is the one that the next value belongs to. */
interface Open {
  readonly keys: Set<string> | null;
  key: string;
  index: number;
}

/** Looks at what JSON.parse lets pass. The text is JSON already, so that tokens come in a lawful order. */
function checkTokens(text: string): void {
  const open: Open[] = [];
  let expectsKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    switch (token) {
      case '{':
      case '[':
        if (open.length === MAX_BODY_DEPTH) throw refusal(open, `is nested deeper than ${MAX_BODY_DEPTH}`);
        open.push({ keys: token === '{' ? new Set() : null, key: '', index: 0 });
        expectsKey = token === '{';
        break;
      case '}':
      case ']':
        open.pop();
        expectsKey = false;
        break;
      case ',':
        if (inner !== undefined) inner.index += 1;
        expectsKey = inner?.keys != null;
        break;
      case ':':
        expectsKey = false;
        break;
      default:
        if (expectsKey) takeKey(open, token);
        else checkScalar(open, token);
    }
  }
}

function takeKey(open: readonly Open[], token: string): void {
  const inner = open.at(-1) as Open & { readonly keys: Set<string> };
  inner.key = JSON.parse(token) as string;
  if (PROTOTYPE_KEYS.has(inner.key)) throw refusal(open, 'is not a name that a field can have');
  if (inner.keys.has(inner.key)) throw refusal(open, 'stands twice');
  inner.keys.add(inner.key);
}

function checkScalar(open: readonly Open[], token: string): void {
  if (!/^[-\d]/.test(token)) return;
  if (!Number.isSafeInteger(Number(token)) || !/^-?\d+$/.test(token) || token === '-0') {
    throw refusal(open, 'must be a whole number between -(2^53 - 1) and 2^53 - 1, in digits');
  }
}

function refusal(open: readonly Open[], rule: string): HttpProblem {
  const field = pathOf(open);
  return new HttpProblem('invalid-body', field === '' ? `the body ${rule}` : `${field} ${rule}`, { field });
}

function pathOf(open: readonly Open[]): string {
  let path = '';
  for (const { keys, key, index } of open) {
    if (keys === null) path += `[${index}]`;
    else if (key !== '') path += (path === '' ? '' : '.') + shortened(key);
  }
  return path;
}

/** A name that somebody else chose, short enough to be shown. */
export function shortened(name: string): string {
  const text = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return text.toWellFormed().replaceAll(/\p{Cc}/gu, '�');
}
