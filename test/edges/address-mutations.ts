import fc from 'fast-check';
import type { Schema } from './api.js';
import { unknownNames } from './body-mutations.js';
import { addressOf, refused, requestOf, type Case, type Mutate, type Pick, type Twin } from './mutation.js';

/** The path, the query and the method made wrong. */
export const addressMutations: Mutate = (twin, pick) => [
  ...paths(twin, pick),
  ...strays(twin, pick),
  ...parameters(twin, pick),
  ...methods(twin, pick),
];

const badIds = fc.constantFrom(
  'a%20b',
  '..%2fpeople',
  '%2e%2e',
  '__proto__',
  '%00',
  '-a',
  '%C3%A4',
  'a%0ab',
  '%3Cb%3E',
  "a'--",
  '.a',
  '%ed%a0%80%20'.replace('%ed%a0%80', ''),
);

function paths(twin: Twin, pick: Pick): Case[] {
  const request = requestOf(twin);
  const asked = request.path.includes('?') ? request.path.slice(request.path.indexOf('?')) : '';
  return twin.operation.parameters
    .filter((one) => one.in === 'path')
    .flatMap(({ name }) => {
      const at = (written: string): string =>
        twin.operation.path.replace(/\{(\w+)\}/g, (_, one: string) =>
          one === name ? written : encodeURIComponent(twin.params[one] ?? one),
        ) + asked;
      return [
        ...pick(badIds, 3).map((id) => ({
          mutation: 'bad id in the path',
          at: `${name}=${id}`,
          request: { ...request, path: at(id) },
          expected: refused(400, 'invalid-parameter', name),
        })),
        ...pick(fc.constantFrom('%ff', 'a%c0%af', '%ed%a0%80', '%e2%82', '%')).map((id) => ({
          mutation: 'path that is not UTF-8',
          at: `${name}=${id}`,
          request: { ...request, path: at(id) },
          expected: refused(400, 'malformed-request'),
        })),
        {
          mutation: 'over-long id in the path',
          at: name,
          request: { ...request, path: at('x'.repeat(101)) },
          expected: refused(414, 'address-too-long'),
        },
      ];
    });
}

/** More of them where there is nothing else to get wrong. */
function strangers({ operation: { isPublic, method, parameters } }: Twin): number {
  if (isPublic) return 16;
  return method === 'GET' && parameters.length < 3 ? 10 : 2;
}

function strays(twin: Twin, pick: Pick): Case[] {
  return [
    ...pick(unknownNames, strangers(twin)).map((name) =>
      asked('unknown query parameter', twin, `${name}=1`, refused(400, 'invalid-parameter', name)),
    ),
    ...pick(fc.constantFrom('__proto__', 'constructor', 'prototype')).map((name) =>
      asked('prototype key in the query', twin, `${name}=1`, refused(400, 'invalid-parameter', name)),
    ),
    ...pick(fc.constantFrom('%ff=1', 'no_such=%c0%af', 'no_such=%ed%a0%80', 'no_such=%')).map((text) =>
      asked('query that is not UTF-8', twin, text, refused(400, 'malformed-request')),
    ),
    asked('over-long query', twin, `no_such=${'x'.repeat(4097)}`, refused(414, 'address-too-long')),
  ];
}

function asked(mutation: string, twin: Twin, more: string, expected: Case['expected'], without?: string): Case {
  const query = Object.fromEntries(Object.entries(twin.query).filter(([name]) => name !== without));
  const path = addressOf({ ...twin, query });
  return {
    mutation,
    at: more.slice(0, 60),
    request: { ...requestOf(twin), path: path + (path.includes('?') ? '&' : '?') + more },
    expected,
  };
}

function parameters(twin: Twin, pick: Pick): Case[] {
  return twin.operation.parameters
    .filter((one) => one.in === 'query')
    .flatMap(({ name, schema, required }) => {
      const expected = refused(400, 'invalid-parameter', name);
      const set = (mutation: string, value: string, otherwise = expected): Case =>
        asked(mutation, twin, `${name}=${encodeURIComponent(value)}`, otherwise, name);
      const good = twin.query[name] ?? sampleOf(name, schema);
      return [
        ...(required
          ? [
              {
                mutation: 'missing query parameter',
                at: name,
                request: { ...requestOf(twin), path: addressOf({ ...twin, query: without(twin.query, name) }) },
                expected,
              },
            ]
          : []),
        asked('repeated query parameter', twin, `${name}=${encodeURIComponent(good)}&${name}=${encodeURIComponent(good)}`, expected, name),
        ...badValues(schema).flatMap(([mutation, values, count]) => pick(values, count).map((value) => set(mutation, value))),
        ...(name === 'asOf' || name === 'waitFor' ? [set('entry that is not there', '999999999')] : []),
        ...(name === 'cursor' ? [set('cursor of nobody', 'bm9ib2R5', refused(400, 'invalid-cursor', 'cursor'))] : []),
      ];
    });
}

function without(query: Twin['query'], name: string): Twin['query'] {
  return Object.fromEntries(Object.entries(query).filter(([one]) => one !== name));
}

function badValues({
  type,
  enum: words,
  pattern,
  format,
  maximum,
  maxLength,
}: Schema): readonly (readonly [string, fc.Arbitrary<string>, number])[] {
  if (words !== undefined) return [['no such word in the query', fc.constantFrom('Nope', '', 'constructor'), 2]];
  if (type === 'integer') {
    const notWhole = fc.constantFrom('x', '-1', '1.5', '1e3', '', ' 1', '0x10', 'NaN', 'Infinity', '-0', '9'.repeat(20), '1,000', '١');
    return [
      ['bad number in the query', notWhole, 2],
      ['too large in the query', fc.constant(String(BigInt(maximum ?? 0) + 1n)), 1],
    ];
  }
  if (type === 'boolean') return [['bad flag in the query', fc.constantFrom('yes', '1', '0', 'TRUE', '', 'null'), 2]];
  if (format === 'date-time')
    return [['bad instant in the query', fc.constantFrom('soon', '', '2026-11-23', '2026-02-30T00:00:00.000Z', '2026-11-23T09:00:00Z'), 2]];
  if (pattern !== undefined)
    return [['bad code in the query', fc.constantFrom('', 'a b', '-a', 'a.b', 'ä', '../a', 'a\u0000', 'x'.repeat(65)), 2]];
  return [
    ['over-long in the query', fc.constant('x'.repeat((maxLength ?? 80) + 1)), 1],
    ['control character in the query', fc.constantFrom('\u0000', 'a\u0007b', '\u001b[31m', 'a\u007f'), 1],
    ['empty text in the query', fc.constant(''), 1],
  ];
}

function sampleOf(name: string, { type, enum: words, format, minimum }: Schema): string {
  if (words !== undefined) return String(words[0]);
  if (type === 'integer') return String(minimum ?? 0);
  if (type === 'boolean') return 'true';
  return format === 'date-time' ? '2026-11-23T09:00:00.000Z' : name;
}

/** Methods that no route has; what a path knows else is another twin. */
function methods(twin: Twin, pick: Pick): Case[] {
  return pick(fc.shuffledSubarray(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'], { minLength: 3, maxLength: 3 })).flatMap((some) =>
    some.map((method) => {
      const { body: _body, ...request } = requestOf(twin);
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'content-type'));
      return {
        mutation: 'wrong method',
        at: method,
        request: { ...request, headers, method },
        expected: refused(405, 'method-not-allowed'),
      };
    }),
  );
}
