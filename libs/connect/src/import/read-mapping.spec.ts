import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DELIMITERS } from './csv-file.js';
import { ACTION_KINDS } from '#domain';
import { DATE_FORMATS } from './dates.js';
import { MappingInvalid } from './import-errors.js';
import { readMapping } from './read-mapping.js';
import { PARCELS } from './testing/parcels.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const schema = JSON.parse(read('./mapping.schema.json'));

type Part = Readonly<Record<string, unknown>>;

/** The mapping of parcels with the value at a JSON pointer replaced; undefined: left out. */
const broken = (pointer: string, value: unknown): string => JSON.stringify(replaced(PARCELS, pointer.slice(1).split('/'), value));

function replaced(part: unknown, [first = '', ...others]: readonly string[], value: unknown): unknown {
  const copy: unknown = Array.isArray(part) ? [...(part as unknown[])] : { ...(part as Part) };
  const inside = others.length === 0 ? value : replaced((part as Part)[first], others, value);
  return Object.assign(copy as Part, { [first]: inside });
}

function refusal(text: string): { path: string; rule: string } {
  try {
    readMapping(text);
  } catch (error) {
    if (error instanceof MappingInvalid) return { path: error.path, rule: error.rule };
    throw error;
  }
  throw new Error('the mapping was taken');
}

describe('a mapping', () => {
  it.each(['../../../../examples/scms/mapping.json'])('in %s is taken', (path) => {
    expect(readMapping(read(path)).mapping.format).toBe('gravitas-mapping/1');
  });

  it('is the same one however it is laid out', () => {
    const { setup, issue, ...rest } = PARCELS;
    const { hash } = readMapping(JSON.stringify(PARCELS));
    expect(readMapping(JSON.stringify({ issue, setup, ...rest }, null, 8)).hash).toBe(hash);
    expect(readMapping(`\uFEFF${JSON.stringify(PARCELS)}`).hash).toBe(hash);
    expect(readMapping(broken('/name', 'Others')).hash).not.toBe(hash);
    expect(readMapping(broken('/name', 'Côte'.normalize('NFD'))).mapping.name).toBe('Côte'.normalize('NFC'));
  });

  it.each<[string, unknown, string, string | RegExp]>([
    ['/format', 'gravitas-mapping/2', '/format', 'must be equal to constant'],
    ['/extra', 1, '', 'must not have the property extra'],
    ['/setup', undefined, '', "must have required property 'setup'"],
    ['/source', { delimiter: 'x' }, '/source/delimiter', 'must be one of ",", ";", "\\t", "|"'],
    ['/source', { dates: ['YYYY'] }, '/source/dates/0', /^must be one of "YYYY-MM-DD", /],
    ['/source', { decimal: "'" }, '/source/decimal', 'must be one of ".", ","'],
    ['/setup/currency', 'usd', '/setup/currency', /^must match pattern/],
    ['/setup/zone', 'Mars/Olympus', '/setup/zone', 'must be a time zone such as Europe/Berlin'],
    ['/setup/preset', 'huge', '/setup/preset', 'must be one of "small", "middle", "large"'],
    ['/setup/from', '2010-02-30', '/setup/from', 'must match format "date"'],
    ['/setup/from', '1890-02-03', '/setup/from', /^must match pattern/],
    ['/setup/until', '2010-01-04', '/setup/until', 'must be after /setup/from'],
    ['/setup/hours/end', '09:00', '/setup/hours/end', 'must be later in the day than start'],
    ['/setup/hours/days', [0], '/setup/hours/days/0', 'must be >= 1'],
    ['/setup/programme/id', 'a.b', '/setup/programme/id', /^must match pattern/],
    ['/setup/programme/budget', '1,5', '/setup/programme/budget', /^must match pattern/],
    ['/setup/programme/budget', '1.005', '/setup/programme/budget', 'has more than 2 digits after the point, which USD does not have'],
    ['/setup/programme/budget', '99999999999999', '/setup/programme/budget', 'must be an integer from 0 to 10000000000000'],
    ['/setup/programme/sponsor', 'zoe', '/setup/programme/sponsor', 'names zoe, who is not in /setup/people'],
    ['/setup/programme/kinds', [], '/setup/programme/kinds', 'must NOT have fewer than 1 items'],
    ['/setup/programme/kinds/1', PARCELS.setup.programme.kinds[0], '/setup/programme/kinds/1/code', 'stands twice'],
    ['/setup/programme/launchDays', 61, '/setup/programme/launchDays', 'must be <= 60'],
    ['/setup/people/0/id', 'max', '/setup/people/1/id', 'stands twice'],
    ['/setup/people/0/level', 4, '/setup/people/0/level', 'must be <= 3'],
    ['/setup/people/0/reportsTo', 'zoe', '/setup/people/0/reportsTo', 'names zoe, who is not in /setup/people'],
    ['/setup/people/4/reportsTo', 'mia', '/setup/people/0/reportsTo', 'comes back to where it began'],
    ['/setup/people/0/grants/0/amount', '-5', '/setup/people/0/grants/0/amount', /^must match pattern/],
    ['/setup/people/2/absences/0/substitute', 'zoe', '/setup/people/2/absences/0/substitute', 'names zoe, who is not in /setup/people'],
    ['/setup/playbooks/0/levers', [], '/setup/playbooks/0/levers', 'must NOT have fewer than 1 items'],
    ['/setup/playbooks/0/handOver/to', 'zoe', '/setup/playbooks/0/handOver/to', 'names zoe, who is not in /setup/people'],
    ['/setup/playbooks/0/handOver', {}, '/setup/playbooks/0/handOver', "must have required property 'at'"],
    ['/setup/reasons/phases', 'because', '/setup/reasons/phases', 'must NOT have fewer than 10 characters'],
    ['/issue/title', '', '/issue/title', 'must NOT have fewer than 1 characters'],
    ['/issue/when/reason', undefined, '/issue/when', "must have required property 'reason'"],
    ['/issue/kind', {}, '/issue/kind', "must have required property 'byColumn'"],
    ['/issue/kind/value', 'lost', '/issue/kind/value', 'names "lost", which is not one of /setup/programme/kinds'],
    ['/issue/kind', { value: 'late', reason: 'short' }, '/issue/kind/reason', 'must NOT have fewer than 10 characters'],
    ['/issue/kind', { reason: 'Made up for a test.' }, '/issue/kind', "must have required property 'byColumn'"],
    ['/issue/kind', { column: 'What', value: 'late', reason: 'Made up for a test.' }, '/issue/kind', 'must not have the property value'],
    ['/issue/criticalDetail/table', { Glass: 'half' }, '/issue/criticalDetail/table/Glass', 'names "half", which is not one of /setup/programme/criticalDetails'],
    ['/issue/ask/action/table', { 'by/sea': 'pray' }, '/issue/ask/action/table/by~1sea', 'names "pray", which is not one of the kinds of action'],
    ['/issue/site/siteClass/otherwise', 'main land', '/issue/site/siteClass/otherwise', 'must be 1 to 64 letters, digits, - or _, beginning with a letter or digit'],
    ['/issue/site/region/value', ' ', '/issue/site/region/value', 'must not be empty'],
    ['/issue/valueAtRisk/permille', 0.5, '/issue/valueAtRisk/permille', 'must be integer'],
    ['/issue/ask/spend/otherwise', { permille: -1, of: 'Value' }, '/issue/ask/spend/otherwise/permille', 'must be >= 0'],
    ['/issue/neededBy/plusDays', '5', '/issue/neededBy/plusDays', 'must be integer,object'],
    ['/issue/neededBy/plusDays', { byColumn: 'Way', table: { sea: 4000 }, otherwise: 1 }, '/issue/neededBy/plusDays/table/sea', 'must be <= 3650'],
    ['/issue/filedAt/at', '24:00', '/issue/filedAt/at', /^must match pattern/],
    ['/issue/visibility/value', 4, '/issue/visibility/value', 'must be <= 3'],
  ])('with %s as %j is refused at %s', (pointer, value, path, rule) => {
    const found = refusal(broken(pointer, value));
    expect(found.path).toBe(path);
    if (typeof rule === 'string') expect(found.rule).toBe(rule);
    else expect(found.rule).toMatch(rule);
  }); // prettier-ignore

  it('that is no JSON is refused', () => {
    expect(refusal('{').rule).toMatch(/^is not JSON: /);
    expect(refusal('null')).toEqual({ path: '', rule: 'must be object' });
  });

  it('with the key of a prototype is refused', () => {
    const text = JSON.stringify(PARCELS).replace('"Ajaccio":"island"', '"__proto__":"island"');
    expect(refusal(text).rule).toContain('__proto__');
  });
});

describe('the schema of mappings', () => {
  it('is a schema, and describes each of its parts', () => {
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
    const parts = { ...schema.properties, ...schema.properties.setup.properties, ...schema.properties.issue.properties };
    const undescribed = Object.entries<{ description?: string; $ref?: string }>(parts).filter(
      ([, part]) => part.description === undefined && schema.$defs[part.$ref?.slice(8) ?? '']?.description === undefined,
    );
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  it('names what the code knows', () => {
    const { source } = schema.properties;
    expect(source.properties.delimiter.enum).toEqual(DELIMITERS);
    expect(source.properties.dates.items.enum).toEqual(DATE_FORMATS);
    const { action } = schema.properties.setup.properties.people.items.properties.grants.items.properties;
    expect(action.enum).toEqual([...ACTION_KINDS, null]);
  });
});
