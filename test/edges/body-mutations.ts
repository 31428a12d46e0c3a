import fc from 'fast-check';
import type { Schema } from './api.js';
import { refused, requestOf, within, type Case, type Mutate, type Pick, type Twin } from './mutation.js';

type Path = readonly (string | number)[];

/** A field of the body: where it is, what it may hold, and what the twin says there (undefined: nothing). */
interface Field {
  readonly path: Path;
  readonly schema: Schema;
  readonly required: boolean;
  readonly value: unknown;
}

/** Each field of the body made wrong in each way in which it can be. */
export const bodyMutations: Mutate = (twin, pick) => {
  const { body } = twin.operation;
  if (body === null || twin.body === null) return [];
  return [...fieldsOf(body, twin.body, [])].flatMap((field) => ofField(field, twin, pick));
};

function* fieldsOf(schema: Schema, value: unknown, path: Path): Generator<Field> {
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    const said = (value as Record<string, unknown> | undefined)?.[name];
    const field = { path: [...path, name], schema: one, required: schema.required?.includes(name) === true, value: said };
    yield field;
    if (typeof said !== 'object' || said === null) continue;
    // What an opaque object holds has rules of its own.
    if (one.type === 'object') yield* fieldsOf(one, said, field.path);
    else if (one.type === 'array' && one.items?.type === 'object' && Array.isArray(said) && said.length > 0)
      yield* fieldsOf(one.items, said[0], [...field.path, 0]);
  }
}

function ofField(field: Field, twin: Twin, pick: Pick): Case[] {
  const at = nameOf(field.path);
  const cases: Case[] = [];
  // What a policy says is the domain's to judge, which names every rule that it breaks.
  const usual = at.startsWith('policy.') ? refused(422, 'policy-refused', within(at)) : refused(400, 'invalid-body', at);
  const add = (mutation: string, value: unknown, expected = usual): void => {
    cases.push({ mutation, at, request: requestOf({ ...twin, body: changed(twin.body, field.path, value) }), expected });
  };
  const addToken = (mutation: string, token: string, expected = refused(400, 'invalid-body', at)): void => {
    const marked = JSON.stringify(changed(twin.body, field.path, MARK)).replace(JSON.stringify(MARK), token);
    cases.push({ mutation, at, request: { ...requestOf(twin), body: marked }, expected });
  };
  if (field.required && field.value !== undefined) add('missing field', undefined);
  if (field.schema.nullable !== true && field.schema.type !== undefined) add('null', null);
  for (const wrong of pick(otherTypes(field.schema), 2)) add('wrong type', wrong);
  for (const [mutation, values] of waysOf(field.schema)) {
    // Of half a character a policy cannot have a hash.
    const expected = mutation === 'lone surrogate' ? refused(400, 'invalid-body', at) : usual;
    for (const value of pick(values)) add(mutation, value, expected);
  }
  for (const [mutation, tokens] of TOKENS[String(field.schema.type)] ?? []) for (const token of pick(tokens)) addToken(mutation, token);
  if (field.schema.type === 'object' && field.schema.properties !== undefined && isObject(field.value)) {
    for (const name of pick(unknownNames, 1)) {
      cases.push({
        mutation: 'unknown field inside',
        at: `${at}.${name}`,
        request: requestOf({ ...twin, body: changed(twin.body, [...field.path, name], 1) }),
        expected: /^policy\b/.test(at) ? refused(422, 'policy-refused', `${at}.${name}`) : refused(400, 'invalid-body', `${at}.${name}`),
      });
    }
  }
  return cases;
}

const MARK = '@@here@@';
export const unknownNames = fc.stringMatching(/^[a-z]{3,12}$/).map((name) => `no_${name}`);

type Way = readonly [mutation: string, values: fc.Arbitrary<unknown>];

/** What breaks the rules of a value that has the right type. */
function waysOf({ type, enum: words, pattern, format, minimum, maximum, maxLength, maxItems, items }: Schema): readonly Way[] {
  if (words !== undefined)
    return [['no such word', fc.constantFrom('Nope', '', 'late ', 'constructor', '__proto__').filter((one) => !words.includes(one))]];
  switch (type) {
    case 'string':
      if (format === 'date-time')
        return [
          ['bad instant', badInstants],
          ['day that does not exist', impossibleDays],
        ];
      if (pattern !== undefined)
        return [
          ['bad code', badCodes],
          ['over-long', fc.constant('x'.repeat(65))],
        ];
      return [
        ['over-long', fc.integer({ min: 1, max: 50 }).map((more) => 'x'.repeat((maxLength ?? 4000) + more))],
        ['empty text', fc.constant('')],
        [
          'control character',
          fc
            .tuple(fc.constantFrom(0, 1, 7, 8, 0x0b, 0x0c, 0x0d, 0x1b, 0x1f, 0x7f, 0x85), fc.nat(1))
            .map(([code, at]) => (at === 0 ? 'a' : '') + String.fromCharCode(code) + 'b'),
        ],
        ['lone surrogate', fc.constantFrom('\ud800', 'a\udfffb', '\udc00\ud800', 'a\ud83d')],
      ];
    case 'integer':
      return [
        ['too small', fc.constant((minimum ?? 0) - 1)],
        ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [['too large', fc.constant(maximum + 1)] as const]),
      ];
    case 'array':
      return [
        ['too many entries', fc.constant(Array.from({ length: (maxItems ?? 0) + 1 }, () => sampleOf(items)))],
        ['wrong type inside', otherTypes(items ?? {}).map((wrong) => [wrong])],
      ];
    default:
      return [];
  }
}

const badInstants = fc.constantFrom(
  'soon',
  '',
  '2026-11-23',
  '2026-11-23T09:00:00Z',
  '2026-11-23T09:00:00.000+01:00',
  '2026-11-23T09:00:00.0001Z',
  ' 2026-11-23T09:00:00.000Z',
  '+012026-11-23T09:00:00.000Z',
);
const impossibleDays = fc.constantFrom(
  '2026-02-30T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-04-31T12:00:00.000Z',
  '2026-01-01T24:00:01.000Z',
  '2027-02-29T00:00:00.000Z',
  '2026-01-00T00:00:00.000Z',
);
const badCodes = fc.constantFrom(
  '',
  'a b',
  '-a',
  '_a',
  'a.b',
  'ä',
  '../a',
  'a/b',
  'a\nb',
  'a\u0000',
  '\ud800',
  '１',
  '<b>',
  "a'--",
  '__proto__',
);

/** Tokens in place of a number that JSON knows and we do not. */
const TOKENS: Readonly<Record<string, readonly (readonly [string, fc.Arbitrary<string>])[]>> = {
  integer: [
    ['float', fc.constantFrom('1.5', '0.1', '2.0', '1.0000000000000001')],
    ['exponent', fc.constantFrom('1e3', '1E1', '5e-1', '2e+2')],
    ['minus nothing', fc.constantFrom('-0', '-0.0', '-0e1')],
    ['huge number', fc.constantFrom('1e400', '-1e999', '9007199254740993', '-9007199254740993', '9'.repeat(400))],
  ],
};

/** Values of every type but the one that is meant, null left out. */
function otherTypes({ type }: Schema): fc.Arbitrary<unknown> {
  const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    string: fc.constantFrom('late', '7', 'true', '[]'),
    integer: fc.integer({ min: 2, max: 99 }),
    boolean: fc.boolean(),
    object: fc.constantFrom({}, { a: 1 }),
    array: fc.constantFrom([], [1], ['late']),
  };
  const others = Object.entries(values).filter(([name]) => name !== type && (type !== undefined || name !== 'object'));
  return fc.oneof(...others.map(([, one]) => one));
}

function sampleOf(schema: Schema = {}): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  return { string: 'x', integer: 1, boolean: true, array: [], object: {} }[String(schema.type)] ?? 'x';
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `ask.spend.minor`, `kinds[0].code`. */
function nameOf(path: Path): string {
  return path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`), '');
}

/** A copy with another value at a path; undefined takes it out. */
function changed(body: unknown, [first, ...rest]: Path, value: unknown): Record<string, unknown> {
  const copy = Array.isArray(body) ? [...body] : { ...(body as object) };
  const holder = copy as Record<string | number, unknown>;
  if (first === undefined) return holder;
  holder[first] = rest.length === 0 ? value : changed(holder[first], rest, value);
  return holder;
}
