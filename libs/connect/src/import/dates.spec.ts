import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DATE_FORMATS, DateColumn, isoDay, readDay, type DateFormat } from './dates.js';
import { CellWrong, DatesAmbiguous, DatesUnknown } from './import-errors.js';

function formatOf(values: readonly string[]): DateFormat {
  const column = new DateColumn('Due');
  for (const value of values) column.see(value);
  return column.format();
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const times = (count: number, value: string): string[] => Array.from({ length: count }, () => value);

describe('the form of a date column', () => {
  it.each<[DateFormat, string[]]>([
    ['YYYY-MM-DD', ['2010-12-31', '2010-1-2', '2010-01-02T00:00:00.000Z']],
    ['YYYY/MM/DD', ['2010/12/31', '2010/1/2']],
    ['YYYYMMDD', ['20101231']],
    ['DD/MM/YYYY', ['03/04/2011', '31/12/2010']],
    ['MM/DD/YYYY', ['03/04/2011', '12/31/2010']],
    ['DD.MM.YYYY', ['03.04.2011', '12.12.2010']],
    ['D-Mon-YY', ['3-Apr-11', '31-December-2010', '1 Sept 69']],
    ['YYYY-MM-DD', ['', 'Date Not Captured']],
  ])('is %s for %j', (format, values) => expect(formatOf(values)).toBe(format));

  it('is that of most values, whatever the others hold', () => {
    expect(formatOf([...times(5, '2010-01-02'), '2010-02-30', 'tomorrow, 1 pm', '03/04/2011'])).toBe('YYYY-MM-DD');
  });

  it('is not guessed where day and month can be taken for each other', () => {
    expect(() => formatOf(['03/04/2011', '05/06/2011'])).toThrow(DatesAmbiguous);
    expect(() => formatOf(['03/04/2011', '05/06/2011'])).toThrow('"Due" can be read as DD/MM/YYYY and as MM/DD/YYYY');
    expect(formatOf(['03/03/2011', '05/05/2011'])).toBe('DD/MM/YYYY');
  });

  it('is not guessed where the values contradict each other, but for a few', () => {
    const open = times(50, '03/04/2011');
    expect(() => formatOf([...open, ...times(10, '31/12/2010'), '12/31/2010'])).toThrow(DatesAmbiguous);
    expect(formatOf([...open, ...times(11, '31/12/2010'), '12/31/2010'])).toBe('DD/MM/YYYY');
    expect(formatOf([...open, ...times(11, '12/31/2010'), '31/12/2010'])).toBe('MM/DD/YYYY');
  });

  it('is unknown where none fits half of the values', () => {
    expect(() => formatOf(['week 12', '2010-01-02', 'week 13'])).toThrow(DatesUnknown);
    expect(() => formatOf(['week 12'])).toThrow('the dates of "Due" are of no known form, such as "week 12"');
  });
});

describe('a date', () => {
  it.each<[string, DateFormat, string]>([
    ['2010-1-2', 'YYYY-MM-DD', '2010-01-02'],
    ['3/4/2011', 'DD/MM/YYYY', '2011-04-03'],
    ['3/4/2011', 'MM/DD/YYYY', '2011-03-04'],
    ['20120229', 'YYYYMMDD', '2012-02-29'],
    ['1-Jan-69', 'D-Mon-YY', '2069-01-01'],
    ['1-jan-70', 'D-Mon-YY', '1970-01-01'],
  ])('%s in the form %s is %s', (text, format, day) => expect(isoDay(readDay(text, [format], 'Due'))).toBe(day));

  it.each<[string, DateFormat[], string]>([
    ['', ['YYYY-MM-DD'], 'is empty'],
    ['soon', ['YYYY-MM-DD'], '"soon" is not a date of the form YYYY-MM-DD'],
    ['2011-04-03 13:30', ['YYYY-MM-DD', 'DD/MM/YYYY'], '"2011-04-03 13:30" is not a date of the form YYYY-MM-DD or DD/MM/YYYY'],
    ['2011-02-29', ['YYYY-MM-DD'], '"2011-02-29" is not a day between 1970 and 9999'],
    ['1969-12-31', ['YYYY-MM-DD'], '"1969-12-31" is not a day between 1970 and 9999'],
    ['0000-00-00', ['YYYY-MM-DD'], '"0000-00-00" is not a day between 1970 and 9999'],
    ['3-Avr-11', ['D-Mon-YY'], '"3-Avr-11" is not a day between 1970 and 9999'],
  ])('%j in the forms %j is wrong: %s', (text, formats, reason) => {
    expect(() => readDay(text, formats, 'Due')).toThrow(new CellWrong('Due', reason));
  });

  it('may be in any of several forms', () => {
    expect(isoDay(readDay('12/31/2010', ['DD/MM/YYYY', 'MM/DD/YYYY'], 'Due'))).toBe('2010-12-31');
  });

  it('is the same in whatever form it is written', () => {
    const pad = (n: number, width = 2): string => String(n).padStart(width, '0');
    const written: Record<DateFormat, (y: number, m: number, d: number) => string> = {
      'YYYY-MM-DD': (y, m, d) => `${y}-${pad(m)}-${pad(d)}`,
      'YYYY/MM/DD': (y, m, d) => `${y}/${m}/${d}`,
      YYYYMMDD: (y, m, d) => `${y}${pad(m)}${pad(d)}`,
      'DD/MM/YYYY': (y, m, d) => `${d}/${m}/${y}`,
      'MM/DD/YYYY': (y, m, d) => `${pad(m)}/${pad(d)}/${y}`,
      'DD.MM.YYYY': (y, m, d) => `${d}.${pad(m)}.${y}`,
      'D-Mon-YY': (y, m, d) => `${d}-${MONTHS.slice(3 * m - 3, 3 * m)}-${y}`,
    };
    const days = fc.record({
      y: fc.integer({ min: 1970, max: 9999 }),
      m: fc.integer({ min: 1, max: 12 }),
      d: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(days, fc.constantFrom(...DATE_FORMATS), ({ y, m, d }, format) => {
        expect(readDay(written[format](y, m, d), [format], 'Due')).toEqual({ year: y, month: m, day: d });
      }),
    );
  });
});
