import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RowSplitter } from '../import/csv-rows.js';
import { csvLine, guarded, readGuarded } from './guarded-cell.js';
import { readRoles, writeRoles } from './roles-text.js';
import { awkward } from './testing/awkward-text.js';

const anything = fc.oneof(awkward, fc.constantFrom('\t', '\r\n', 'two\nlines', '\n=1', ''), fc.string({ maxLength: 60, unit: 'binary' }));

function cellsOf(text: string): readonly (readonly string[])[] {
  const splitter = new RowSplitter(',', (bytes) => bytes.toString('utf8'));
  return [...splitter.take(Buffer.from(text)), ...splitter.take(null)].map((row) => ('cells' in row ? row.cells : [row.broken]));
}

describe('a cell', () => {
  it('comes back as it was, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.array(
          anything.filter((text) => text.isWellFormed()),
          { minLength: 1, maxLength: 5 },
        ),
        (texts) => {
          const header = texts.map((_, n) => `c${n}`).concat('key');
          const lines = cellsOf(csvLine(header) + csvLine([...texts.map(guarded), 'k']));
          expect(lines[1]?.slice(0, -1).map((cell) => readGuarded(cell, 'c'))).toEqual(texts);
        },
      ),
    );
  });

  it('is never a formula to a spreadsheet', () => {
    fc.assert(fc.property(anything, (text) => expect(guarded(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)));
  });

  it('that a person typed loses the space around it, and a letter of two parts becomes one', () => {
    expect(readGuarded('  Cafe\u0301 ', 'c')).toBe('Caf\u00e9');
    expect(readGuarded("'  as it stands", 'c')).toBe('  as it stands');
    expect(() => readGuarded('\uFFFD', 'c')).toThrow('not valid in the encoding');
    expect(() => readGuarded('x'.repeat(2001), 'c')).toThrow('longer than 2000');
  });
});

describe('roles in a cell', () => {
  const label = awkward.filter((text) => text !== '');
  const roleGiven = fc.record({
    role: fc.constantFrom('manager' as const, 'service' as const, 'auditor' as const),
    scope: fc.record({ programme: fc.constantFrom('p1', 'p2'), region: label, partner: fc.constant('acme') }, { requiredKeys: [] }),
  });

  it('come back as they were', () => {
    fc.assert(fc.property(fc.array(roleGiven, { maxLength: 4 }), (roles) => expect(readRoles(writeRoles(roles), 'roles')).toEqual(roles)));
  });

  it('are written as people would', () => {
    expect(
      writeRoles([
        { role: 'manager', scope: { programme: 'p1', region: 'South' } },
        { role: 'auditor', scope: {} },
      ]),
    ).toBe('manager (programme=p1, region=South); auditor');
    expect(readRoles(' manager(region = South , programme=p1 );auditor', 'roles')).toEqual([
      { role: 'manager', scope: { programme: 'p1', region: 'South' } },
      { role: 'auditor', scope: {} },
    ]);
  });

  it.each([
    'boss',
    'manager (',
    'manager (town=x)',
    'manager (region=a, region=b)',
    'manager;',
    'manager auditor',
    'manager (__proto__=x)',
  ])('are not %j', (text) => expect(() => readRoles(text, 'roles')).toThrow(/^roles: /));
});
