import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidValue } from './errors.js';
import { checkMoney, checkRoutedMoney, convert, exponentOf, formatMinor, MAX_MINOR_UNITS, parseMoney } from './money.js';

/** Currencies without, with two, three and four digits after the point. */
const currency = fc.constantFrom('JPY', 'USD', 'EUR', 'KWD', 'CLF');
const minor = fc.oneof(fc.integer({ min: 0, max: MAX_MINOR_UNITS }), fc.nat(2000), fc.constantFrom(0, MAX_MINOR_UNITS));
const money = fc.record({ minor, currency });
const part = fc.oneof(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 1000 }));

describe('money', () => {
  it.each([
    [500_000, 'JPY', '500000'],
    [2_400_050, 'USD', '24000.50'],
    [5, 'USD', '0.05'],
    [12_345, 'KWD', '12.345'],
    [1, 'KWD', '0.001'],
    [0, 'JPY', '0'],
  ])('of %d %s minor units is written %s', (units, code, text) => {
    expect(formatMinor({ minor: units, currency: code })).toBe(text);
    expect(parseMoney(text, code, 'amount')).toEqual({ minor: units, currency: code });
  });

  it('is written and read without loss', () => {
    fc.assert(
      fc.property(money, (amount) => {
        expect(parseMoney(formatMinor(amount), amount.currency, 'amount')).toEqual(amount);
      }),
    );
  });

  it('is written as its minor units divided by a power of ten', () => {
    fc.assert(
      fc.property(money, (amount) => {
        const [whole, fraction = ''] = formatMinor(amount).split('.') as [string, string?];
        expect(fraction).toHaveLength(exponentOf(amount.currency));
        expect(BigInt(whole) * 10n ** BigInt(fraction.length) + BigInt(fraction || '0')).toBe(BigInt(amount.minor));
      }),
    );
  });

  it('may be written with fewer digits, or with zeros that say nothing', () => {
    expect(parseMoney('24000.5', 'USD', 'amount').minor).toBe(2_400_050);
    expect(parseMoney('24000', 'KWD', 'amount').minor).toBe(24_000_000);
    expect(parseMoney('7.000', 'JPY', 'amount').minor).toBe(7);
    expect(parseMoney('0007.10', 'USD', 'amount').minor).toBe(710);
  });

  it.each([
    ['24,000.50', 'USD', 'spend'],
    ['-1', 'USD', 'spend'],
    ['+1', 'USD', 'spend'],
    ['1e3', 'USD', 'spend'],
    ['.5', 'USD', 'spend'],
    ['1.', 'USD', 'spend'],
    ['', 'USD', 'spend'],
    [' 1', 'USD', 'spend'],
    ['0x10', 'USD', 'spend'],
    ['NaN', 'USD', 'spend'],
    ['١', 'USD', 'spend'],
    ['1.005', 'USD', 'spend'],
    ['0.5', 'JPY', 'spend'],
    ['1.0001', 'KWD', 'spend'],
    ['100000000000.01', 'USD', 'spend.minor'],
    ['999999999999999', 'USD', 'spend'],
    ['1', 'usd', 'spend.currency'],
    ['1', 'DOLLAR', 'spend.currency'],
  ])('is never read from %j %s', (text, code, field) => {
    expect(() => parseMoney(text, code, 'spend')).toThrow(expect.objectContaining({ name: 'InvalidValue', field }));
  });

  it('is at most 10^13 minor units, whole, not negative, in a currency; and routed only in its own', () => {
    expect(() => checkMoney({ minor: MAX_MINOR_UNITS, currency: 'USD' }, 'spend')).not.toThrow();
    for (const units of [-1, 0.5, MAX_MINOR_UNITS + 1, Number.NaN, Infinity]) {
      expect(() => checkMoney({ minor: units, currency: 'USD' }, 'spend')).toThrow(InvalidValue);
    }
    expect(() => checkRoutedMoney({ minor: 1, currency: 'USD' }, 'USD', 'spend')).not.toThrow();
    expect(() => checkRoutedMoney({ minor: 1, currency: 'EUR' }, 'USD', 'spend')).toThrow(
      expect.objectContaining({ field: 'spend.currency' }),
    );
  });
});

describe('converting', () => {
  it.each([
    ['yen to dollars', { minor: 1000, currency: 'JPY' }, 'USD', { numerator: 67, denominator: 10_000 }, 670],
    ['dinars to dollars', { minor: 1500, currency: 'KWD' }, 'USD', { numerator: 325, denominator: 100 }, 488],
    ['dollars to dinars', { minor: 100, currency: 'USD' }, 'KWD', { numerator: 4, denominator: 13 }, 308],
    ['half a cent, rounded up', { minor: 1, currency: 'USD' }, 'EUR', { numerator: 1, denominator: 2 }, 1],
    ['less than half a cent', { minor: 1, currency: 'USD' }, 'EUR', { numerator: 499, denominator: 1000 }, 0],
  ])('%s', (_, stated, to, rate, expected) => {
    expect(convert(stated, to, rate)).toEqual({ minor: expected, currency: to });
  });

  it('gives the integer nearest to the exact value, the greater one at a half', () => {
    fc.assert(
      fc.property(money, currency, part, part, (stated, to, numerator, denominator) => {
        const top = BigInt(stated.minor) * BigInt(numerator) * 10n ** BigInt(exponentOf(to));
        const bottom = BigInt(denominator) * 10n ** BigInt(exponentOf(stated.currency));
        const converted = convertedOrTooMuch(() => convert(stated, to, { numerator, denominator }, 'spend'));
        if (converted === null) {
          expect(2n * top >= (2n * BigInt(MAX_MINOR_UNITS) + 1n) * bottom).toBe(true);
          return;
        }
        // minor − ½ ≤ exact < minor + ½, in whole numbers.
        const twice = 2n * BigInt(converted.minor);
        expect((twice - 1n) * bottom <= 2n * top && 2n * top < (twice + 1n) * bottom).toBe(true);
        expect(converted.currency).toBe(to);
      }),
      { numRuns: 1000 },
    );
  });

  it('by one to one changes nothing but the currency', () => {
    fc.assert(
      fc.property(minor, (units) => {
        expect(convert({ minor: units, currency: 'USD' }, 'EUR', { numerator: 1, denominator: 1 }).minor).toBe(units);
      }),
    );
  });

  it('never makes more of less', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.nat(10_000),
        currency,
        currency,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (a, b, from, to, numerator, denominator) => {
          const [less, more] = a < b ? [a, b] : [b, a];
          const into = (units: number) => convert({ minor: units, currency: from }, to, { numerator, denominator }).minor;
          expect(into(less)).toBeLessThanOrEqual(into(more));
        },
      ),
    );
  });
});

function convertedOrTooMuch<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidValue', field: 'spend' });
    return null;
  }
}
