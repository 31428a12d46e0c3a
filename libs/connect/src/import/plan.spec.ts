import { describe, expect, it } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Instant } from '#domain';
import { DatesAmbiguous, ColumnsMissing, ColumnsRepeated, FileEmpty, FileUnreadable } from './import-errors.js';
import type { Mapping } from './mapping.js';
import { MOST_FAULTS, planImport, type ImportPlan, type PlanOptions } from './plan.js';
import { csvBytes, fileOf, parcelBytes, type Writing } from './testing/csv-text.js';
import { COLUMNS, LATE, parcel, PARCELS, type Parcel } from './testing/parcels.js';

const NOW: Instant = '2012-01-01T00:00:00.000Z';

async function plan(content: Buffer | string, options: Partial<PlanOptions> = {}, mapping: Mapping = PARCELS): Promise<ImportPlan> {
  return planImport(fileOf(content), { mapping, hash: 'f'.repeat(64) }, { history: true, now: NOW, ...options });
}
const planOf = (parcels: readonly Parcel[], options: Partial<PlanOptions> = {}, mapping?: Mapping) =>
  plan(parcelBytes(parcels), options, mapping);

describe('a row', () => {
  it('that came late is an issue, with the facts that its columns give', async () => {
    const { deliveries, ...counts } = await planOf([LATE]);
    expect(counts).toMatchObject({ rowsRead: 1, rowsRejected: 0, issueLines: 1, faults: [] });
    expect(deliveries).toEqual([
      {
        key: 'N-1 / 2010-03-01',
        first: expect.objectContaining({ row: 1, title: 'Late for Lyon: Lamps', kind: 'late', order: 'O-1', visibility: 0 }),
        lines: 1,
        filedAt: '2010-03-02T06:00:00.000Z',
        resolvedAt: '2010-03-04T14:00:00.000Z',
        neededBy: '2010-03-06T16:00:00.000Z',
        units: 10,
        valueAtRisk: { minor: 500_000, currency: 'USD' },
        delayCostPerDay: { minor: 10_000, currency: 'USD' },
        spend: { minor: 30_000, currency: 'USD' },
        criticalDetail: null,
      },
    ]);
    expect(deliveries[0]?.first).toMatchObject({
      site: { name: 'Lyon', siteClass: 'mainland', region: 'south' },
      partner: { name: 'Acme (road)', partnerClass: 'road', key: true },
      ask: { action: 'spend', recommendation: 'Send another Lamps to Lyon', alternative: 'Wait' },
    });
  });

  it.each([
    ['came in time', { Came: '2010-03-01' }],
    ['came early', { Came: '2010-02-01' }],
  ])('that %s is none', async (_, changes) => {
    expect(await planOf([parcel(changes)])).toMatchObject({ rowsRead: 1, rowsRejected: 0, issueLines: 0, deliveries: [] });
  });

  it('that has not come is one that is not over', async () => {
    const { deliveries } = await planOf([parcel({ Came: '' })]);
    expect(deliveries[0]?.resolvedAt).toBeNull();
    expect((await planOf([parcel({ Came: '' })], { now: '2010-03-02T05:59:59.999Z' })).deliveries).toEqual([]);
  });

  it('of an import that is no history is one if it is late now', async () => {
    const rows = [LATE, parcel({ Id: '2', Notice: 'N-2', Came: '' }), parcel({ Id: '3', Notice: 'N-3', Came: '', Due: '2012-01-01' })];
    const { deliveries, issueLines, steps } = await planOf(rows, { history: false });
    expect(deliveries.map(({ key }) => key)).toEqual(['N-2 / 2010-03-01']);
    expect(issueLines).toBe(1);
    expect(new Set(steps.map(({ at }) => at))).toEqual(new Set([NOW]));
    expect(steps.map(({ kind }) => kind)).not.toContain('resolve');
  });

  const control = String.fromCharCode(7);
  it.each<[string, Partial<Parcel>, string, string]>([
    ['without its key', { Id: '' }, 'Id', 'is empty'],
    ['without a part of its delivery', { Notice: ' ' }, 'Notice', 'is empty'],
    ['without a day', { Due: '' }, 'Due', 'is empty'],
    ['with a day that does not exist', { Came: '2010-02-30' }, 'Came', '"2010-02-30" is not a day between 1970 and 9999'],
    ['with words for a day', { Came: 'soon' }, 'Came', '"soon" is not a date of the form YYYY-MM-DD'],
    ['with words for a count', { Count: 'ten' }, 'Count', '"ten" is not a number such as 1234.5'],
    ['with half a unit', { Count: '1.5' }, 'Count', '"1.5" is not a whole number from 0 to 1000000000'],
    ['with too many units', { Count: '1000000001' }, 'Count', '"1000000001" is not a whole number from 0 to 1000000000'],
    ['with less than nothing', { Value: '-5' }, 'Value', '"-5" is less than nothing'],
    ['with a value in words', { Value: 'much' }, 'Value', '"much" is not a number such as 1234.5'],
    ['with a float', { Value: '1e21' }, 'Value', '"1e21" is not a number such as 1234.5'],
    ['with a grouped number', { Value: '24,000.50' }, 'Value', '"24,000.50" is not a number such as 1234.5'],
    ['with a currency', { Freight: '$ 12' }, 'Freight', '"$ 12" is not a number such as 1234.5'],
    ['with a huge value', { Value: '9'.repeat(40) }, 'Value', 'leads to more than 10000000000000 minor units of USD'],
    ['with a way that is not in the table', { Way: 'air' }, 'Way', '"air" is not one of the values that the mapping knows'],
    ['with the name of a prototype for a way', { Way: '__proto__' }, 'Way', '"__proto__" is not one of the values that the mapping knows'],
    ['with the name of a method for a way', { Way: 'constructor' }, 'Way', '"constructor" is not one of the values that the mapping knows'],
    ['without a town', { Town: '' }, 'Town', 'is empty'],
    ['with a control character', { What: `Lamps${control}` }, 'What', 'holds a control character'],
    ['with a control character of Latin-1', { What: 'Lamps\u0085' }, 'What', 'holds a control character'],
    ['with a character that could not be read', { What: 'L\uFFFDmps' }, 'What', 'holds bytes that are not valid in the encoding'],
    ['with a cell that is too long', { What: 'x'.repeat(2001) }, 'What', 'is longer than 2000 characters'],
    ['that lies before the history', { Due: '2010-01-02' }, 'Due', 'leads to a filing at 2010-01-03T06:00:00.000Z, before the history begins at 2010-01-03T23:00:00.000Z'],
    ['that ends in the future', { Came: '2012-02-01' }, 'Came', 'lies in the future'],
    ['that is needed after the end of all days', { Due: '9999-12-31', Came: '' }, 'Due', 'leads to a day that is not between 1970 and 9999'],
  ])('%s is told of, and the others go on', async (_, changes, column, reason) => {
    const rows = [parcel({ Id: '7', Notice: 'N-7' }), parcel(changes), parcel({ Id: '8', Notice: 'N-8' })];
    const { faults, rowsRead, rowsRejected, issueLines } = await planOf(rows);
    expect(faults).toEqual([{ row: 2, column, reason }]);
    expect({ rowsRead, rowsRejected, issueLines }).toEqual({ rowsRead: 3, rowsRejected: 1, issueLines: 2 });
  }); // prettier-ignore

  it('that is no issue is told of as well', async () => {
    expect((await planOf([parcel({ Came: '2010-02-01', Value: 'much' })])).faults).toMatchObject([{ row: 1, column: 'Value' }]);
  });

  it('is told of once for each thing that is wrong with it', async () => {
    const { faults, rowsRejected } = await planOf([parcel({ Due: 'soon', Value: '', Way: 'air' }), LATE]);
    expect(faults.map(({ row, column }) => [row, column])).toEqual([[1, 'Due'], [1, 'Way'], [1, 'Value']]); // prettier-ignore
    expect(rowsRejected).toBe(1);
  });

  it.each([
    ['fewer', LATE.Id],
    ['more', `${COLUMNS.map((name) => LATE[name]).join(',')},x`],
  ])('with %s cells than the header is told of', async (_, line) => {
    const text = `${COLUMNS.join(',')}\n${line}\n${COLUMNS.map((name) => LATE[name]).join(',')}`;
    const { faults, issueLines } = await plan(text);
    const reason = expect.stringMatching(/^has (1|13) cells where the header has 12$/);
    expect(faults).toEqual([{ row: 1, column: '', reason }]);
    expect(issueLines).toBe(1);
  });

  it('with a quote that is never closed is told of, and the others go on', async () => {
    const line = COLUMNS.map((name) => LATE[name]).join(',');
    const { faults, issueLines } = await plan([COLUMNS.join(','), line.replace('Lyon', '"Lyon'), line].join('\n'));
    expect(faults).toEqual([{ row: 1, column: '', reason: 'a quote is opened that is not closed before the next delimiter or line end' }]);
    expect(issueLines).toBe(1);
  });

  it('with a key that a line of an issue had is told of', async () => {
    const { faults, issueLines } = await planOf([LATE, parcel({ Notice: 'N-2' }), parcel({ Came: '2010-03-01' })]);
    expect(faults).toEqual([{ row: 2, column: 'Id', reason: '"1" stands in row 1 already' }]);
    expect(issueLines).toBe(1);
  });

  it('with a key that only a wrong row had is fine', async () => {
    expect(await planOf([parcel({ Value: 'much' }), LATE])).toMatchObject({ issueLines: 1, rowsRejected: 1 });
  });

  it('that contradicts what another says of its site or its partner is told of', async () => {
    const { site, partner } = PARCELS.issue;
    const byWay = { byColumn: 'Way', table: { road: 'by-road' }, otherwise: 'by-sea', reason: 'Made up for a test.' };
    const names = { column: 'Maker', reason: 'Made up for a test.' };
    const rows = [LATE, parcel({ Id: '2', Way: 'sea' })];
    const ofSite = await planOf(rows, {}, { ...PARCELS, issue: { ...PARCELS.issue, site: { ...site, siteClass: byWay } } });
    expect(ofSite.faults).toEqual([{ row: 2, column: 'Town', reason: '"Lyon" has another class or region in row 1' }]);
    const ofPartner = await planOf(rows, {}, { ...PARCELS, issue: { ...PARCELS.issue, partner: { ...partner, name: names } } });
    expect(ofPartner.faults).toEqual([{ row: 2, column: 'Maker', reason: '"Acme" has another class in row 1' }]);
  });

  it('that must be looked up because it is no code is told of', async () => {
    const siteClass = { column: 'What', reason: 'Made up for a test.' };
    const mapping = { ...PARCELS, issue: { ...PARCELS.issue, site: { ...PARCELS.issue.site, siteClass } } };
    const { faults } = await planOf([parcel({ What: 'A lamp' })], {}, mapping);
    expect(faults).toEqual([
      { row: 1, column: 'What', reason: '"A lamp" is not of letters, digits, - and _: the mapping must look it up' },
    ]);
  });

  it('whose end is not after its filing is told of', async () => {
    const filedAt = { ...PARCELS.issue.filedAt, plusDays: 5 };
    const { faults } = await planOf([LATE], {}, { ...PARCELS, issue: { ...PARCELS.issue, filedAt } });
    const reason = 'leads to an end at 2010-03-04T14:00:00.000Z, not after the filing at 2010-03-06T06:00:00.000Z';
    expect(faults).toEqual([{ row: 1, column: 'Came', reason }]);
  });

  it('that makes its delivery larger than any is told of', async () => {
    const { faults, deliveries } = await planOf([
      parcel({ Count: '1000000000' }),
      parcel({ Id: '2', Count: '1' }),
      parcel({ Id: '3', Count: '0' }),
    ]);
    expect(faults).toEqual([{ row: 2, column: '', reason: 'makes its delivery larger than any can be' }]);
    expect(deliveries).toMatchObject([{ lines: 2, units: 1_000_000_000 }]);
  });
});

describe('numbers', () => {
  const withDecimal = { ...PARCELS, source: { decimal: ',' as const } };
  it.each<[string, Mapping, string, number]>([
    ['5000', PARCELS, '300', 30_000],
    ['5000', PARCELS, '0.005', 1],
    ['5000', PARCELS, '0.0049999', 0],
    ['5000', PARCELS, '-0.00', 0],
    ['5000', PARCELS, 'See N-85 (12)', 5000],
    ['5000', PARCELS, '', 5000],
    ['5000', PARCELS, '-', 5000],
    ['5000,50', withDecimal, '300,25', 30_025],
    ['5000,5', withDecimal, 'Franko', 5001],
  ])('of a value of %s with a freight written %4$s come to the cent', async (Value, mapping, Freight, minor) => {
    const { deliveries, faults } = await planOf([parcel({ Value, Freight })], {}, mapping);
    expect(faults).toEqual([]);
    expect(deliveries[0]?.spend).toEqual({ minor, currency: 'USD' });
  });

  it.each([
    [PARCELS, '5.000,50', 'such as 1234.5'],
    [withDecimal, '5000.50', 'such as 1234,5'],
  ])('with the other decimal sign are wrong, and no other rule takes their place', async (mapping, Freight, hint) => {
    const value = mapping === PARCELS ? '5000' : '5000,0';
    const { faults } = await planOf([parcel({ Value: value, Freight })], {}, mapping);
    expect(faults).toEqual([{ row: 1, column: 'Freight', reason: `"${Freight}" is not a number ${hint}` }]);
  });

  it('that are whole may be written as decimals', async () => {
    expect((await planOf([parcel({ Count: '10.00' })])).deliveries[0]?.units).toBe(10);
  });
});

describe('texts', () => {
  it('with lines in them become one line, cut where they are long', async () => {
    const { deliveries } = await planOf([parcel({ What: `Lamps\r\nof ${'x'.repeat(300)}` })]);
    const title = deliveries[0]?.first.title ?? '';
    expect(title).toMatch(/^Late for Lyon: Lamps of x+…$/);
    expect(title).toHaveLength(160);
  });

  it('name columns in whatever way their accents are written', async () => {
    const header = COLUMNS.map((name) => (name === 'What' ? 'Què'.normalize('NFD') : name));
    const mapping = JSON.parse(JSON.stringify(PARCELS).replaceAll('{What}', '{Què}').replaceAll('"What"', '"Què"'));
    expect(await plan(csvBytes([header, COLUMNS.map((name) => LATE[name])]), {}, mapping)).toMatchObject({ issueLines: 1 });
  });

  it('are the same site in whatever way their accents are written', async () => {
    const rows = [parcel({ Town: 'Orléans' }), parcel({ Id: '2', Notice: 'N-2', Town: 'Orléans'.normalize('NFD') })];
    const { deliveries } = await planOf(rows);
    expect(new Set(deliveries.map(({ first }) => first.site.name)).size).toBe(1);
  });
});

describe('a file', () => {
  it.each([
    ['is empty', '', FileEmpty],
    ['has blank lines alone', '\n\n , \n', FileEmpty],
    ['has a header alone', COLUMNS.join(','), FileEmpty],
    ['lacks columns', 'Id,Order\n1,2', ColumnsMissing],
    ['has a column twice', `${COLUMNS.join(',')},Value\n${'1,'.repeat(12)}1`, ColumnsRepeated],
  ])('that %s is refused', async (_, text, refusal) => {
    await expect(plan(text)).rejects.toThrow(refusal);
  });

  it('that lacks columns is refused with their names and how it was read', async () => {
    const text = parcelBytes([LATE], { delimiter: ';' });
    await expect(plan(text, { delimiter: ',' })).rejects.toThrow('the file, taken apart at ",", has no column "Id", "Due"');
  });

  it('may have columns of any name, twice if the mapping does not name them', async () => {
    const extra = ['__proto__', 'constructor', 'x', 'x', ''];
    const rows = [
      [...COLUMNS, ...extra],
      [...COLUMNS.map((name) => LATE[name]), ...extra],
    ];
    expect(await plan(csvBytes(rows))).toMatchObject({ issueLines: 1, rowsRejected: 0 });
    const order = { column: '__proto__', reason: 'Made up for a test.' };
    const named = await plan(csvBytes(rows), {}, { ...PARCELS, issue: { ...PARCELS.issue, order } });
    expect(named.deliveries[0]?.first.order).toBe('__proto__');
  });

  it('whose days can be read in two ways is refused, until it is said which is meant', async () => {
    const rows = [parcel({ Due: '01/03/2010', Came: '04/03/2010' })];
    await expect(planOf(rows)).rejects.toThrow(DatesAmbiguous);
    expect((await planOf(rows, { dates: ['DD/MM/YYYY'] })).deliveries[0]?.filedAt).toBe('2010-03-02T06:00:00.000Z');
    const mapping = { ...PARCELS, source: { dates: ['MM/DD/YYYY'] as const } };
    expect((await planOf(rows, {}, mapping)).deliveries[0]?.filedAt).toBe('2010-01-04T06:00:00.000Z');
  });

  it('in another encoding than it is said to have is told of, row by row', async () => {
    const bytes = parcelBytes([parcel({ Town: 'Orléans' }), parcel({ Id: '2', Notice: 'N-2' })], { encoding: 'latin-1' });
    const { faults, issueLines } = await plan(bytes, { encoding: 'utf-8' });
    expect(faults).toEqual([{ row: 1, column: 'Town', reason: 'holds bytes that are not valid in the encoding' }]);
    expect(issueLines).toBe(1);
  });

  it('that changes while it is read is refused', async () => {
    const path = fileOf(parcelBytes([LATE]));
    const progress = (): void => appendFileSync(path, 'x');
    await expect(planImport(path, { mapping: PARCELS, hash: 'f' }, { history: true, now: NOW, progress })).rejects.toThrow(FileUnreadable);
  });

  it('of wrong rows alone does not fill the memory with reasons', async () => {
    const rows = Array.from({ length: MOST_FAULTS }, () => parcel({ Value: 'much', Count: 'many' }));
    const { faults, rowsRejected } = await planOf(rows);
    expect(faults).toHaveLength(MOST_FAULTS);
    expect(rowsRejected).toBe(MOST_FAULTS);
  });

  it('tells how far it was read', async () => {
    const told: number[] = [];
    await planOf([LATE], { progress: (share) => told.push(share) });
    expect(told).toEqual([1]);
  });

  it('gives the same lines in whatever dialect it is written', async () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z éß"',;|\t\n-]{0,12}$/);
    const day = fc.integer({ min: 0, max: 27 });
    const rows = fc.array(
      fc.record({
        order: word,
        notice: fc.constantFrom('N-1', 'N-2', 'N "3", a'),
        town: word,
        maker: word,
        what: word,
        due: day,
        came: day,
        value: fc.nat(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const writing = fc.record<Writing>({
      delimiter: fc.constantFrom<Writing['delimiter'][]>(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom<Writing['lineEnd'][]>('\n', '\r\n', '\r'),
      encoding: fc.constantFrom<Writing['encoding'][]>('utf-8', 'latin-1'),
      mark: fc.boolean(),
      quoteAll: fc.boolean(),
      endsWithLine: fc.boolean(),
    });
    const form = fc.constantFrom<((d: number) => string)[]>(
      (d) => `2010-03-${String(d + 1).padStart(2, '0')}`,
      (d) => `201003${String(d + 1).padStart(2, '0')}`,
      (d) => `${d + 1}.3.2010`,
      (d) => `${d + 1}-Mar-10`,
    );
    await fc.assert(
      fc.asyncProperty(rows, writing, form, async (all, written, date) => {
        const parcels = all.map((one, n) =>
          parcel({
            Id: `${n}`,
            Order: one.order,
            Notice: one.notice,
            Town: one.town,
            Maker: one.maker,
            What: one.what,
            Due: date(one.due),
            Came: date(one.came),
            Value: `${one.value}`,
          }),
        );
        const delivered = all.map((one) => ({ due: one.due, came: one.came })).filter(({ due, came }) => came > due);
        const plain = await planOf(
          all.map((one, n) => ({ ...parcels[n]!, Due: `2010-03-${one.due + 1}`, Came: `2010-03-${one.came + 1}` })),
        );
        const read = await plan(parcelBytes(parcels, { ...written, mark: written.mark && written.encoding === 'utf-8' }));
        expect(read.faults).toEqual([]);
        expect(read.issueLines).toBe(delivered.length);
        const facts = ({ deliveries }: ImportPlan) =>
          deliveries.map(({ first: { delivery: _d, ...first }, key: _k, ...rest }) => ({ ...rest, ...first }));
        expect(facts(read)).toEqual(facts(plain));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('the lines of one delivery', () => {
  it('are one issue: first filing, last arrival, sums, the earliest need; the first line gives the rest', async () => {
    const { deliveries } = await planOf([
      parcel({ Way: 'sea', Came: '2010-03-03' }),
      parcel({ Id: '2', Town: 'Ajaccio', What: 'Glass', Count: '5', Value: '100', Freight: '20' }),
      parcel({ Id: '3', Notice: 'N-2' }),
    ]);
    expect(deliveries).toMatchObject([
      {
        lines: 2,
        first: { row: 1, site: { name: 'Lyon' }, ask: { action: 'change_source' } },
        filedAt: '2010-03-02T06:00:00.000Z',
        resolvedAt: '2010-03-04T14:00:00.000Z',
        neededBy: '2010-03-06T16:00:00.000Z',
        units: 15,
        valueAtRisk: { minor: 510_000 },
        delayCostPerDay: { minor: 10_200 },
        spend: { minor: 32_000 },
        criticalDetail: 'whole',
      },
      { lines: 1, first: { row: 3 } },
    ]);
  });

  it('are over when the last has come', async () => {
    const { deliveries } = await planOf([LATE, parcel({ Id: '2', Came: '' })]);
    expect(deliveries).toMatchObject([{ lines: 2, resolvedAt: null }]);
  });

  it('without a unit have an unknown number of them', async () => {
    const { steps } = await planOf([parcel({ Count: '0' })]);
    expect(steps.find(({ kind }) => kind === 'file')?.command).toMatchObject({ units: null });
  });
});

describe('the steps', () => {
  it('stand in the order of instant, kind and row', async () => {
    const { steps } = await planOf([
      parcel({ Id: '1', Notice: 'N-1', Due: '2010-03-03', Came: '2010-03-05' }),
      parcel({ Id: '2', Notice: 'N-2' }),
      parcel({ Id: '3', Notice: 'N-3', Town: 'Ajaccio' }),
      parcel({ Id: '4', Notice: 'N-4', Maker: 'Best' }),
    ]);
    const told = steps.filter(({ kind }) => kind !== 'set_up').map(({ at, kind, row }) => `${at.slice(5, 13)} ${kind} ${row}`);
    expect(told).toEqual([
      '03-02T06 register 2', '03-02T06 register 2', '03-02T06 register 3', '03-02T06 register 4',
      '03-02T06 file 2', '03-02T06 file 3', '03-02T06 file 4',
      '03-04T06 file 1',
      '03-04T14 resolve 2', '03-04T14 resolve 3', '03-04T14 resolve 4',
      '03-05T14 resolve 1',
    ]); // prettier-ignore
  });

  it('close what is over before they file what is new at the same instant', async () => {
    const filedAt = { ...PARCELS.issue.filedAt, at: '15:00' };
    const rows = [parcel({ Id: '2', Notice: 'N-2', Due: '2010-03-03', Came: '2010-03-05' }), LATE];
    const { steps } = await planOf(rows, {}, { ...PARCELS, issue: { ...PARCELS.issue, filedAt } });
    expect(steps.filter(({ at }) => at === '2010-03-04T14:00:00.000Z').map(({ kind, row }) => [kind, row])).toEqual([['resolve', 2], ['file', 1]]); // prettier-ignore
  });

  it('have a name each, and the same import has the same', async () => {
    const rows = [LATE, parcel({ Id: '2', Notice: 'N-2' })];
    const [one, other, fewer] = await Promise.all([planOf(rows), planOf(rows, { now: '2013-01-01T00:00:00.000Z' }), planOf([LATE])]);
    expect(new Set(one.steps.map(({ key }) => key)).size).toBe(one.steps.length);
    expect(other).toMatchObject({ importId: one.importId, steps: one.steps });
    expect(fewer.importId).not.toBe(one.importId);
  });
});
