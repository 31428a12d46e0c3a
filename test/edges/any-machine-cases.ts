import { gzipSync } from 'node:zlib';
import { nested, problem, saying, withHeaders, type MachineCase, type Refused } from './machine-case.js';

const MOST_BYTES = 262_144;
const textOf = (says: unknown): string => JSON.stringify(says);
const padded = (says: unknown): string => textOf(says).padEnd(MOST_BYTES + 1);

/** What is refused before anybody asks what the message says: the same on each route of machines. */
export const onTheWire: readonly MachineCase[] = [
  { at: 'text', change: withHeaders({ 'content-type': 'text/plain' }), refused: problem(415, 'unsupported-media-type') },
  {
    at: 'a form',
    change: withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }),
    refused: problem(415, 'unsupported-media-type'),
  },
  { at: 'a file', change: withHeaders({ 'content-type': 'text/csv' }), refused: problem(415, 'unsupported-media-type') },
  { at: 'no content type', change: withHeaders({ 'content-type': null }), refused: problem(415, 'unsupported-media-type') },
  {
    at: 'UTF-16 by its content type',
    change: withHeaders({ 'content-type': 'application/json; charset=utf-16' }),
    refused: problem(415, 'unsupported-media-type'),
  },
  {
    at: 'compressed',
    change: ({ says, headers }) => ({ bytes: gzipSync(textOf(says)), headers: { ...headers, 'content-encoding': 'gzip' } }),
    refused: problem(415, 'unsupported-media-type'),
  },
  { at: 'too large', change: ({ says }) => ({ bytes: padded(says) }), refused: problem(413, 'body-too-large') },
  { at: 'too large, in pieces', change: ({ says }) => ({ bytes: padded(says), chunked: true }), refused: problem(413, 'body-too-large') },
  { at: 'a parameter', change: ({ path }) => ({ path: `${path}?dry_run=1` }), refused: problem(400, 'invalid-parameter', 'dry_run') },
  { at: 'another method', change: () => ({ method: 'PUT' }), refused: problem(405, 'method-not-allowed') },
  { at: 'over-large headers', change: withHeaders({ 'x-note': 'x'.repeat(20_000) }), refused: problem(431, 'headers-too-large') },
];

/** Bodies that are no JSON object in UTF-8. `refused`: in the route's own words, by the rule that is broken. */
export const noObjects = (refused: (rule: string) => Refused): readonly MachineCase[] => [
  { at: 'no bytes', change: () => ({ bytes: '' }), refused: refused('the body is not JSON') },
  { at: 'cut off', change: ({ says }) => ({ bytes: textOf(says).slice(0, -1) }), refused: refused('the body is not JSON') },
  { at: 'two documents', change: ({ says }) => ({ bytes: `${textOf(says)}{}` }), refused: refused('the body is not JSON') },
  { at: 'NaN', change: ({ says }) => ({ bytes: textOf(says).replace(/\}$/, ',"n":NaN}') }), refused: refused('the body is not JSON') },
  {
    at: 'invalid UTF-8',
    change: ({ says }) => ({ bytes: withBytes(textOf(says), [0xc0, 0xaf]) }),
    refused: refused('the body is not JSON'),
  },
  { at: 'UTF-16', change: ({ says }) => ({ bytes: Buffer.from(textOf(says), 'utf16le') }), refused: refused('the body is not JSON') },
  { at: 'a list', change: ({ says }) => ({ bytes: `[${textOf(says)}]` }), refused: refused('the body must be a JSON object') },
  { at: 'a text', change: () => ({ bytes: '"trigger"' }), refused: refused('the body must be a JSON object') },
  { at: 'null', change: () => ({ bytes: 'null' }), refused: refused('the body must be a JSON object') },
  { at: 'nested beyond reason', change: saying({ deep: nested(40) }), refused: refused('the body is nested deeper than 32') },
];

/** Put into its first text. */
function withBytes(json: string, bytes: readonly number[]): Buffer {
  const at = json.indexOf('":"') + '":"'.length;
  return Buffer.concat([Buffer.from(json.slice(0, at)), Buffer.from(bytes), Buffer.from(json.slice(at))]);
}
