import fc from 'fast-check';
import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import { unknownNames } from './body-mutations.js';
import { refused, requestOf, type Case, type Mutate, type Twin } from './mutation.js';

const MALFORMED = refused(400, 'malformed-json');
const NO_OBJECT = refused(400, 'invalid-body');

/** The body's bytes made into something else than the JSON object that they are. */
export const byteMutations: Mutate = (twin, pick) => {
  if (twin.body === null) return [];
  const text = JSON.stringify(twin.body);
  const inner = text.slice(1, -1);
  const comma = inner === '' ? '' : ',';
  /** The twin's object with one more member, as it is written. */
  const plus = (member: string): string => `{${inner}${comma}${member}}`;
  const of = caseMaker(twin);
  const name = Object.keys(twin.operation.body?.properties ?? {}).find((one) => !(one in (twin.body ?? {}))) ?? 'no_such';
  const inField = (token: string): string => plus(`${JSON.stringify(name)}:${token}`);
  const first = Object.entries(twin.body)[0];
  return [
    ...pick(unknownNames, 2).map((one) => of('unknown field', one, plus(`${JSON.stringify(one)}:1`), refused(400, 'invalid-body', one))),
    ...pick(fc.constantFrom('toString', 'valueOf', 'hasOwnProperty', 'then', 'length', '$where', 'Type', 'type', 'actor', 'recordedAt'), 2)
      .filter((one) => !(one in (twin.operation.body?.properties ?? {})))
      .map((one) => of('unknown field', one, plus(`${JSON.stringify(one)}:{"a":1}`), refused(400, 'invalid-body', one))),
    ...pick(fc.constantFrom('"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"'), 3).map((key) =>
      of('prototype key', key, plus(`${key}:{"roles":["administrator"]}`), refused(400, 'invalid-body', JSON.parse(key) as string)),
    ),
    of('prototype key', 'inside', inField('{"__proto__":{}}'), refused(400, 'invalid-body', `${name}.__proto__`)),
    first === undefined
      ? of('duplicate key', 'twice', '{"a":1,"a":1}', refused(400, 'invalid-body', 'a'))
      : of(
          'duplicate key',
          first[0],
          plus(`${JSON.stringify(first[0])}:${JSON.stringify(first[1])}`),
          refused(400, 'invalid-body', first[0]),
        ),
    ...pick(
      fc.constantFrom('NaN', 'Infinity', '-Infinity', 'undefined', '0x10', '01', '+1', '.5', '1.', '1_000', '1n', 'True', "'a'", '`a`'),
      4,
    ).map((token) => of(/NaN|Infinity/.test(token) ? 'NaN or Infinity' : 'no JSON value', token, inField(token), MALFORMED)),
    ...pick(fc.constantFrom('NaN', 'Infinity', '-Infinity')).map((token) => of('NaN or Infinity', token, inField(token), MALFORMED)),
    ...pick(fc.constantFrom('-0', '1e400', '1.5', '1e2', '9007199254740993')).map((token) =>
      of('number that is not exact', token, inField(token), refused(400, 'invalid-body', name)),
    ),
    ...pick(fc.integer({ min: 1, max: Math.max(1, text.length - 1) }), 2).map((cut) =>
      of('cut off', String(cut), text.slice(0, cut), MALFORMED),
    ),
    of('trailing comma', 'end', `${text.slice(0, -1)},}`, MALFORMED),
    of('comment', 'end', `${text} // done`, MALFORMED),
    of('two documents', 'end', `${text}{}`, MALFORMED),
    of('byte order mark', 'start', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), MALFORMED),
    of('UTF-16', 'all', Buffer.from(`\ufeff${text}`, 'utf16le'), MALFORMED),
    of('NUL', 'end', `${text}\u0000`, MALFORMED),
    ...pick(fc.constantFrom([0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80]), 2).map(
      (bytes) => of('invalid UTF-8', Buffer.from(bytes).toString('hex'), withBytes(inField('"@"'), bytes), MALFORMED),
    ),
    of('deep nesting', 'lists', inField('['.repeat(40) + ']'.repeat(40)), refused(400, 'invalid-body', name + '[0]'.repeat(15))),
    of(
      'deep nesting',
      'objects',
      inField('{"a":'.repeat(3000) + '1' + '}'.repeat(3000)),
      refused(400, 'invalid-body', name + '.a'.repeat(15)),
    ),
    of('list in place of an object', 'empty', '[]', NO_OBJECT),
    of('list in place of an object', 'of it', `[${text}]`, NO_OBJECT),
    ...pick(fc.constantFrom('"late"', '7', 'true', 'false', '""')).map((token) =>
      of('value in place of an object', token, token, NO_OBJECT),
    ),
    ...emptyBody(twin),
    ...sizes(twin, text),
    ...types(
      twin,
      text,
      pick(
        fc.constantFrom(
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'text/json',
          'application/xml',
          'application/json5',
          'application/jsonp',
          '*/*',
        ),
        2,
      ),
    ),
  ];
};

function caseMaker(twin: Twin) {
  return (mutation: string, at: string, body: string | Uint8Array, expected: Case['expected']): Case => ({
    mutation,
    at,
    request: { ...requestOf(twin), body },
    expected,
  });
}

/** Only where something has to be said; else it is as good as `{}`. */
function emptyBody(twin: Twin): Case[] {
  const { required = [] } = twin.operation.body ?? {};
  if (required.length === 0) return [];
  const expected = refused(400, 'invalid-body', new RegExp(`^(${required.join('|')})$`));
  return [
    { mutation: 'empty body', at: 'no bytes', request: { ...requestOf(twin), body: '' }, expected },
    { mutation: 'empty body', at: 'null', request: { ...requestOf(twin), body: 'null' }, expected },
    { mutation: 'empty body', at: '{}', request: { ...requestOf(twin), body: '{}' }, expected },
  ];
}

const MOST_BYTES = 262_144;

function sizes(twin: Twin, text: string): Case[] {
  const padded = text + ' '.repeat(MOST_BYTES + 1 - text.length);
  const expected = refused(413, 'body-too-large');
  return [
    { mutation: 'over-size body', at: 'declared', request: { ...requestOf(twin), body: padded }, expected },
    { mutation: 'over-size body', at: 'in pieces', request: { ...requestOf(twin), body: padded, chunked: true }, expected },
  ];
}

function types(twin: Twin, text: string, others: readonly string[]): Case[] {
  const request = requestOf(twin);
  const expected = refused(415, 'unsupported-media-type');
  const packed = { gzip: gzipSync(text), br: brotliCompressSync(text), deflate: deflateSync(text) };
  return [
    ...others.map((type) => ({
      mutation: 'wrong content type',
      at: type,
      request: { ...request, headers: { ...request.headers, 'content-type': type } },
      expected,
    })),
    {
      mutation: 'wrong content type',
      at: 'UTF-16',
      request: { ...request, headers: { ...request.headers, 'content-type': 'application/json; charset=utf-16' } },
      expected,
    },
    ...Object.entries(packed).map(([encoding, body]) => ({
      mutation: 'compressed body',
      at: encoding,
      request: { ...request, body, headers: { ...request.headers, 'content-encoding': encoding } },
      expected,
    })),
  ];
}

function withBytes(text: string, bytes: readonly number[]): Buffer {
  const at = text.lastIndexOf('"@"') + 1;
  return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(bytes), Buffer.from(text.slice(at + 1))]);
}
