import { describe, expect, it } from '@jest/globals';
import oracle from 'canonicalize';
import fc from 'fast-check';
import { canonicalBytes, canonicalJson, MAX_DEPTH, NotCanonical, sha256Hex } from './canonical.js';

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];
const text = fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed());
const key = text.filter((s) => !PROTOTYPE_KEYS.includes(s));
const integer = fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    integer,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

function refusal(run: () => unknown): { path: string; reason: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof NotCanonical) return { path: error.path, reason: error.reason };
    throw error;
  }
  throw new Error('was not refused');
}

describe('canonicalJson', () => {
  it('agrees with an independent RFC 8785 implementation', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(canonicalJson(v)).toBe(oracle(v));
      }),
      { numRuns: 500 },
    );
  });

  it('is one spelling: parsing and writing again changes nothing, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (v) => {
        const once = canonicalJson(v);
        expect(canonicalJson(JSON.parse(once))).toBe(once);
        expect(canonicalJson(Object.fromEntries(Object.entries(v).reverse()))).toBe(once);
      }),
    );
  });

  it('sorts keys by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const unsorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(unsorted)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it('escapes as in RFC 8785 section 3.2.2.2', () => {
    expect(canonicalJson({ string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('writes the whole range of safe integers', () => {
    expect(canonicalJson([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0])).toBe('[9007199254740991,-9007199254740991,0]');
  });

  it.each([
    ['a float', { a: { b: [1, 0.5] } }, 'a.b[1]'],
    ['NaN', { a: NaN }, 'a'],
    ['infinity', { a: -Infinity }, 'a'],
    ['an unsafe integer', { a: 2 ** 53 }, 'a'],
    ['negative zero', { a: -0 }, 'a'],
    ['undefined', { a: [{ b: undefined }] }, 'a[0].b'],
    ['a hole', { a: Array(1) }, 'a[0]'],
    ['a bigint', { a: 1n }, 'a'],
    ['a function', { a: () => 1 }, 'a'],
    ['a symbol', { a: Symbol('s') }, 'a'],
    ['a lone surrogate', ['\ud800'], '[0]'],
    ['a lone surrogate in a key', { a: { '\udc00': 1 } }, 'a.\ufffd'],
    ['a date', { a: new Date(0) }, 'a'],
    ['a map', { a: new Map() }, 'a'],
    ['__proto__', JSON.parse('{"a":{"__proto__":{"admin":true}}}') as unknown, 'a.__proto__'],
    ['constructor', { a: { constructor: 1 } }, 'a.constructor'],
    ['prototype', { prototype: {} }, 'prototype'],
  ])('refuses %s and says where', (_name, bad, path) => {
    expect(refusal(() => canonicalJson(bad)).path).toBe(path);
  });

  it('takes objects without a prototype', () => {
    expect(canonicalJson(Object.assign(Object.create(null) as object, { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  it('refuses deep nesting and cycles instead of exhausting the stack', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
    expect(canonicalJson(nest(MAX_DEPTH))).toBe('['.repeat(MAX_DEPTH) + '1' + ']'.repeat(MAX_DEPTH));
    expect(refusal(() => canonicalJson(nest(MAX_DEPTH + 1))).reason).toContain('nested deeper');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(refusal(() => canonicalJson(cycle)).reason).toContain('nested deeper');
  });
});

describe('canonicalBytes and sha256Hex', () => {
  it('are UTF-8 and plain SHA-256', () => {
    expect(canonicalBytes('é').toString('hex')).toBe('22c3a922');
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe(sha256Hex(Buffer.from('abc')));
    expect(sha256Hex('é')).toBe(sha256Hex(Buffer.from('é', 'utf8')));
  });
});
