import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf, isCode } from './code-of.js';
import { label } from './label.js';

describe('a code', () => {
  it.each([
    ['SCMS-4', /^SCMS-4$/],
    ["Côte d'Ivoire", /^cote-d-ivoire-[0-9a-f]{10}$/],
    ['  ', /^x-[0-9a-f]{10}$/],
    ['__proto__', /^proto-[0-9a-f]{10}$/],
    ['日本', /^x-[0-9a-f]{10}$/],
    ['x'.repeat(65), /^x{48}-[0-9a-f]{10}$/],
  ])('for %j is like %s', (name, shape) => expect(codeOf(name)).toMatch(shape));

  it('is always one, and each name has its own', () => {
    const names = fc.uniqueArray(fc.string({ unit: fc.oneof(fc.constantFrom('a', 'A', '-', ' ', 'é'), fc.constantFrom('語', '\n')) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(names, (all) => {
        const codes = all.map(codeOf);
        expect(codes.every(isCode)).toBe(true);
        expect(new Set(codes).size).toBe(all.length);
      }),
    );
  });
});

describe('a label', () => {
  it.each([
    ['two\r\n lines\u2028 and\ta tab', 80, 'two lines and a tab'],
    ['four', 4, 'four'],
    ['fives', 4, 'fiv…'],
    ['ab\u{1F4E6}', 3, 'ab…'],
    ['a\u{1F4E6}b', 3, 'a…'],
  ])('of %j in %d is %j', (text, most, line) => expect(label(text, most)).toBe(line));
});
