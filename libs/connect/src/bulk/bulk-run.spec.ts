import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { person } from '#application/testing/organisation';
import { BulkRefused } from './bulk-run.js';
import { sites } from './master-data.js';
import { bulkRows, ColumnsUnknown, MOST_ROWS, RowsTooMany } from './bulk-rows.js';
import { ColumnsMissing, ColumnsRepeated, FileEmpty } from '../import/import-errors.js';
import { awkward } from './testing/awkward-text.js';
import { Office } from './testing/office.js';

let office: Office;
beforeEach(async () => {
  office = await Office.open();
});
afterEach(() => office.organisation.engine.stop());

const PEOPLE = `person,name,title,email,level,reportsTo,roles
amy,Amy Low,Head,amy@example.org,2,zoe,leader (programme=tablets); auditor
zoe,Zoe Top,Director,,3,,executive
bob,Bob Under,Clerk,,1,amy,"manager (programme=tablets, region=South)"
`;
const SITES = 'code,name,siteClass,region\nnorth,North High,large,North\nsouth,South High,small,\n';
const PARTNERS = 'code,name,partnerClass,key\nacme,Acme,carrier,yes\nbest,Best,maker,no\n';
const ORDERS = 'code,partner,site,units,unitValue,delayCostPerDay\nPO-1,acme,north,10,383.50 USD,\nPO-2,,,,,20 USD\n';

describe('a file', () => {
  it('adds what is new, those first on whom others wait', async () => {
    expect(await office.bring('people', PEOPLE)).toMatchObject({ rowsRead: 3, added: 3, rowsRejected: 0, eventsAppended: 7, faults: [] });
    expect(await office.bring('sites', SITES)).toMatchObject({ added: 2, eventsAppended: 2 });
    expect(await office.bring('partners', PARTNERS)).toMatchObject({ added: 2 });
    expect(await office.bring('orders', ORDERS)).toMatchObject({ added: 2 });
    expect((await office.organisation.store.readStream('order-tablets.PO-1'))[0]?.data).toMatchObject({
      unitValue: { minor: 38_350, currency: 'USD' },
      delayCostPerDay: null,
    });
  });

  it.each([
    ['people', PEOPLE],
    ['sites', SITES],
    ['partners', PARTNERS],
    ['orders', ORDERS],
  ] as const)('of %s, brought again, appends nothing', async (kind, text) => {
    await office.bring(kind, text);
    const again = await office.typesOf(async () => {
      expect(await office.bring(kind, text)).toMatchObject({ added: 0, changed: 0, eventsAppended: 0, rowsRejected: 0 });
    });
    expect(again).toEqual([]);
  });

  it.each([
    ['Amy Low,Head', 'Amy Low,Chief', ['PersonChanged']],
    ['amy@example.org', 'a@example.org', ['PersonChanged']],
    ['amy@example.org', '', []],
    ['org,2,zoe', 'org,1,zoe', ['LevelChanged']],
    [',amy,"manager', ',zoe,"manager', ['ReportingLineChanged']],
    ['; auditor', '', ['RoleTaken']],
    ['; auditor', '; auditor (region=South)', ['RoleGiven', 'RoleTaken']],
    ['leader (programme=tablets); auditor', 'auditor; leader (programme=tablets)', []],
  ])('with %j become %j appends only that', async (before, after, types) => {
    await office.bring('people', PEOPLE);
    expect(await office.typesOf(() => office.bring('people', PEOPLE.replace(before, after)))).toEqual(types);
  });

  it('without a column leaves what it would say; new things get what stands until something is said', async () => {
    await office.bring('people', PEOPLE);
    expect(await office.typesOf(() => office.bring('people', 'person,level\namy,1\n'))).toEqual(['LevelChanged']);
    expect(await office.bring('people', 'person,title\nnew,Clerk\n')).toMatchObject({
      faults: [{ row: 1, column: 'name', reason: 'is needed, because it is new' }],
    });
    await office.bring('people', 'person;name;title\nnew;Nia New;Clerk\n');
    expect((await office.organisation.store.readStream('person-new'))[0]?.data).toMatchObject({
      level: null,
      attention: { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 },
    });
  });

  it('turns a reporting line round, whatever the order of its rows', async () => {
    await office.bring('people', PEOPLE);
    const turned = 'person,reportsTo\namy,bob\nbob,\nzoe,amy\n';
    expect(await office.bring('people', turned)).toMatchObject({ changed: 3, rowsRejected: 0, eventsAppended: 3 });
    expect(await office.bring('people', 'person,reportsTo\nbob,zoe\nmia,nobody\n')).toMatchObject({
      faults: [
        { row: 1, column: 'reportsTo', reason: 'this reporting line would come back to the person' },
        { row: 2, column: 'reportsTo', reason: 'person nobody does not exist' },
      ],
    });
  });

  it('reports each row that is wrong, with column and reason, and the rest goes on', async () => {
    const wrong = `${SITES}bad code,Name,large,\nnorth,Again,large,\nempty,,large,\nshort,x\ncontrol,a\u0007b,large,\n"open,x,y,z\nlast,Last,large,\n`;
    expect(await office.bring('sites', wrong)).toMatchObject({
      rowsRead: 9,
      rowsRejected: 6,
      added: 3,
      faults: [
        { row: 3, column: 'code', reason: expect.stringContaining('must be made of codes') },
        { row: 4, column: 'code', reason: 'stands on another row of the file too' },
        { row: 5, column: 'name', reason: 'is empty' },
        { row: 6, column: '', reason: 'has 2 cells where the header has 4' },
        { row: 7, column: 'name', reason: 'must not contain control characters' },
        { row: 8, column: '', reason: expect.stringContaining('a quote is opened') },
      ],
    });
    expect(await office.bring('people', 'person,name,title,level,roles\nx,X,X,9,\ny,Y,Y,two,boss\n')).toMatchObject({
      faults: [
        { row: 1, column: 'level', reason: 'must be an integer from 1 to 3' },
        { row: 2, column: 'level', reason: '"two" is not a whole number' },
        { row: 2, column: 'roles', reason: expect.stringContaining('"boss" is no role') },
      ],
    });
    expect(await office.bring('orders', 'code,unitValue,units\nA,5 EUR,1\nB,1e3 USD,1\nC,5,1\nD,1 USD,0\n')).toMatchObject({
      faults: [
        { row: 1, column: 'unitValue', reason: 'must be the routing currency USD' },
        { row: 2, column: 'unitValue', reason: 'must be a decimal number without sign or grouping' },
        { row: 3, column: 'unitValue', reason: '"5" is not an amount such as 383.00 USD' },
        { row: 4, column: 'units', reason: 'must be an integer from 1 to 1000000000' },
      ],
    });
  });

  it('whose row cannot come about as a whole changes nothing by that row', async () => {
    await office.bring('people', PEOPLE);
    const half = 'person,title,roles\namy,Chief,manager (programme=no such code)\n';
    expect(await office.typesOf(() => office.bring('people', half))).toEqual([]);
    expect(await office.bring('people', half)).toMatchObject({ changed: 0, faults: [{ row: 1, column: 'roles' }] });
  });

  it('is refused as a whole when strict, also for what only the rules know', async () => {
    const text = `${PEOPLE}x,X,X,,9,,\n`;
    const types = await office.typesOf(async () => {
      await expect(office.bring('people', text, { strict: true })).rejects.toThrow(BulkRefused);
    });
    expect(types).toEqual([]);
    expect(await office.bring('people', PEOPLE, { strict: true })).toMatchObject({ added: 3, dryRun: false });
  });

  it('is tried without writing, and the report is that of the run', async () => {
    const text = `${PEOPLE}x,X,X,,9,,\n`;
    const types = await office.typesOf(async () => {
      expect(await office.bring('people', text, { dryRun: true })).toMatchObject({
        dryRun: true,
        added: 3,
        eventsAppended: 7,
        rowsRejected: 1,
      });
    });
    expect(types).toEqual([]);
    const { dryRun: _tried, ...tried } = await office.bring('people', text, { dryRun: true });
    expect(await office.bring('people', text)).toEqual({ ...tried, dryRun: false });
  });

  it('is brought with the rights of who brings it, row by row', async () => {
    await office.bring('people', `${PEOPLE}adam,Adam,Administrator,,,,administrator (programme=tablets)\n`);
    const byMia = await office.bring('sites', SITES, { claim: person('mia') });
    expect(byMia).toMatchObject({
      added: 0,
      rowsRejected: 2,
      faults: [{ row: 1, column: '', reason: expect.stringContaining('administrator') }, {}],
    });
    expect(await office.bring('sites', SITES, { claim: person('adam') })).toMatchObject({ added: 2 });
    const ownRights = await office.bring('people', 'person,roles\nadam,administrator\n', { claim: person('adam') });
    expect(ownRights).toMatchObject({ changed: 0, rowsRejected: 1 });
  });

  it('names somebody who has left, and they stay away', async () => {
    await office.bring('people', PEOPLE);
    await office.organisation.as({ kind: 'system', id: 'operator' }, 'person', {
      type: 'RecordLeaving',
      person: 'bob',
      reason: 'Retired.',
    });
    expect(await office.bring('people', PEOPLE)).toMatchObject({ faults: [{ row: 3, column: '', reason: 'person bob has left' }] });
    expect(await office.take('people')).not.toContain('bob');
  });

  it.each([
    ['', FileEmpty],
    ['name,siteClass\nx,y\n', ColumnsMissing],
    ['code,name,name,siteClass\n', ColumnsRepeated],
    ['code,name,colour\n', ColumnsUnknown],
  ])('is none: %j', async (text, error) => {
    await expect(office.bring('sites', text)).rejects.toThrow(error);
  });

  it('has a most of rows, since what a run remembers grows with them', async () => {
    async function* many(rows: number) {
      yield { number: 0, cells: ['code'] };
      for (let number = 1; number <= rows; number++) yield { number, cells: [`c${number}`] };
    }
    const count = async (rows: number): Promise<number> => {
      let read = 0;
      for await (const _row of bulkRows(sites, many(rows))) read++;
      return read;
    };
    expect(await count(MOST_ROWS)).toBe(MOST_ROWS);
    await expect(count(MOST_ROWS + 1)).rejects.toThrow(RowsTooMany);
  });

  it('may be written by any spreadsheet', async () => {
    const latin = Buffer.from('code;name;siteClass\r\ncafe;Caf\u00e9;large\r\n', 'latin1');
    await office.bring('sites', latin);
    expect(await office.bring('sites', '\uFEFFcode\tname\tsiteClass\rcafe\tCafe\u0301\tlarge\r')).toMatchObject({ unchanged: 1 });
  });
});

describe('what is taken out', () => {
  it('comes back in and changes nothing, whatever texts it holds', async () => {
    const label = awkward.filter(
      (text) => text.trim() !== '' && text.length <= 80 && !/[\p{Cc}\u2028\u2029]/u.test(text) && text.isWellFormed(),
    );
    const { organisation } = office;
    const operator = { kind: 'system', id: 'operator' } as const;
    let n = 0;
    await fc.assert(
      fc.asyncProperty(label, label, label, async (name, title, region) => {
        const code = `c${n++}`;
        const attention = { minutesPerWeek: 1, interruptionsPer12Hours: 2, handsOnLimit: 3 };
        const who = { level: 1, reportsTo: 'eva', attention, calendar: null };
        await organisation.as(operator, 'person', { type: 'RegisterPerson', person: code, name, title, email: 'x@y', ...who });
        await organisation.as(operator, 'person', {
          type: 'GiveRole',
          person: code,
          role: 'manager',
          scope: { programme: 'tablets', region },
        });
        const of = { programme: 'tablets', code };
        await organisation.as(operator, 'site', { type: 'RegisterSite', ...of, name, siteClass: 'large', region });
        await organisation.as(operator, 'partner', { type: 'RegisterPartner', ...of, name, partnerClass: 'x', key: true });
        const unitValue = { minor: n, currency: 'USD' };
        await organisation.as(operator, 'order', {
          type: 'RegisterOrder',
          ...of,
          partner: null,
          site: code,
          units: n,
          unitValue,
          delayCostPerDay: null,
        });
      }),
      { numRuns: 60 },
    );
    for (const kind of ['people', 'sites', 'partners', 'orders'] as const) {
      const text = await office.take(kind);
      const types = await office.typesOf(async () => {
        expect(await office.bring(kind, text)).toMatchObject({ faults: [], added: 0, changed: 0, eventsAppended: 0 });
      });
      expect(types).toEqual([]);
      for (const cell of text.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@]/);
    }
  });

  it('leaves out nothing of what was brought in', async () => {
    await office.bring('partners', PARTNERS);
    expect(await office.take('partners')).toBe(PARTNERS.replaceAll('\n', '\r\n'));
  });

  it('holds no name of who was erased, and coming back changes nothing', async () => {
    await office.bring('people', PEOPLE);
    const { vault } = office.organisation;
    await vault.deleteKeys(await vault.keysOfSubject('bob'));
    const text = await office.take('people');
    expect(text).not.toContain('Bob');
    expect(await office.bring('people', text)).toMatchObject({ rowsRejected: 0, eventsAppended: 0 });
  });
});
