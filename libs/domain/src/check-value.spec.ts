import { describe, expect, it } from '@jest/globals';
import {
  checkCode,
  checkCount,
  checkInstant,
  checkInteger,
  checkLabel,
  checkOneOf,
  checkSha256,
  checkText,
  checkUnique,
  MAX_LABEL,
  MAX_TEXT,
} from './check-value.js';
import { isSame } from './same-value.js';

const refused = (run: () => void) => {
  expect(run).toThrow(expect.objectContaining({ name: 'InvalidValue', field: 'it' }));
};

describe('a code', () => {
  it.each(['a', '9', 'PO-17_b', 'x'.repeat(64)])('may be %j', (value) => {
    expect(() => checkCode(value, 'it')).not.toThrow();
  });

  it.each(['', '-a', '_a', 'a.b', 'a b', 'a\n', 'é', 'x'.repeat(65), '__proto__', undefined, null, 7])('is not %j', (value) => {
    refused(() => checkCode(value, 'it'));
  });
});

describe('text for people', () => {
  it.each(['Ann', 'München – 東京 🚚', 'x'.repeat(MAX_LABEL)])('may be the label %j', (value) => {
    expect(() => checkLabel(value, 'it')).not.toThrow();
  });

  it.each(['', ' \t', 'a\nb', 'a\u0000b', 'a\u0085b', 'a\u2028b', '\ud800', 'x'.repeat(MAX_LABEL + 1), undefined, {}])(
    'is not the label %j',
    (value) => {
      refused(() => checkLabel(value, 'it'));
    },
  );

  it('may have lines and tabs when it is free', () => {
    expect(() => checkText('one\n\ttwo', 'it')).not.toThrow();
    for (const value of ['a\rb', '\u0007', '\n', 'x'.repeat(MAX_TEXT + 1), '\udc00', null]) refused(() => checkText(value, 'it'));
  });
});

describe('other values', () => {
  it('are refused by their field', () => {
    refused(() => checkSha256('A'.repeat(64), 'it'));
    refused(() => checkInstant('2026-11-23', 'it'));
    for (const value of [0, 4, 1.5, Number.NaN, '2', null]) refused(() => checkInteger(value, 'it', 1, 3));
    for (const value of [[], [1, 2, 3], 'ab', null]) refused(() => checkCount(value, 'it', 1, 2));
    for (const value of ['constructor', 'leader ', null]) refused(() => checkOneOf(value, 'it', ['leader']));
  });

  it('in a list are told apart by a key, and the second of two is named', () => {
    expect(() => checkUnique([{ code: 'a' }, { code: 'b' }, { code: 'a' }], 'it', 'code')).toThrow(
      expect.objectContaining({ field: 'it[2].code' }),
    );
    expect(() => checkUnique([{ code: 'a' }, { code: 'A' }], 'it', 'code')).not.toThrow();
  });
});

describe('two values', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: [null, 'x'] }, { b: [null, 'x'], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [0, '0', false],
  ])('%j and %j say the same: %j', (a, b, same) => {
    expect(isSame(a, b)).toBe(same);
  });
});
