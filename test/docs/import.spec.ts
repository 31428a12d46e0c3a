import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { planImport, readMapping } from '#connect';
import { fileOf } from '#connect/import/testing/csv-text';
import { DataFolderInMemory, TODAY } from '#connect/import/testing/data-folder-in-memory';
import { importText } from '../../apps/cli/src/import-text.js';
import { levelsOf } from '../../apps/cli/src/levels-at-filing.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/import.md');
const schema = JSON.parse(read('libs/connect/src/import/mapping.schema.json'));

/** The blocks of the page: their kind, and what they hold. */
const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ kind, text: text.trim() }));
const blockOf = (kind: string): string => blocks.find((block) => block.kind === kind)?.text ?? '';

describe('docs/import.md', () => {
  it('has a whole mapping, a file, and the answer that they lead to', async () => {
    const plan = await planImport(fileOf(blockOf('csv')), readMapping(blockOf('json mapping')), { history: true, now: TODAY });
    const folder = new DataFolderInMemory();
    const report = await folder.import(plan);
    const answer = { ...report, ...(await levelsOf(folder.store, report)), faults: plan.faults };
    expect(blockOf('text')).toBe(importText(answer, plan, false));
  });

  const fragments = blocks.filter(({ kind }) => /^json (?!mapping)/.test(kind));

  it.each(fragments)('shows a $kind that the schema takes: $text', ({ kind, text }) => {
    const name = kind.slice('json '.length);
    const part = schema.$defs[name] === undefined ? `#/properties/${name}` : `#/$defs/${name}`;
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(schema, 'mapping');
    const validate = ajv.compile({ $ref: `mapping${part}` });
    expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
  });

  it('shows every form of a rule', () => {
    expect(fragments.map(({ kind }) => kind)).toEqual(['json textRule', 'json textRule', 'json textRule', 'json textRule', 'json moneyRule', 'json instantRule', 'json source']); // prettier-ignore
  });

  it('names every option, every form of date and every way in which a row is wrong', () => {
    const sources = ['cells', 'dates', 'row-reader', 'line-facts', 'lines-before', 'deliveries']
      .map((name) => read(`libs/connect/src/import/${name}.ts`))
      .join('\n');
    const reasons = [...sources.matchAll(/(?:wrongCell|new CellWrong)\([^`']*(?:'[^']*', )?[`']([^`']+)[`']\)/g)].map(
      ([, reason = '']) => reason,
    );
    const fixed = reasons.map((reason) => reason.replace(/\$\{[^}]*\}/g, '\n').split('\n').sort((a, b) => b.length - a.length)[0]!.trim()); // prettier-ignore
    expect(fixed.length).toBeGreaterThan(15);
    expect(fixed.filter((words) => !page.includes(words))).toEqual([]);
    for (const option of ['history', 'data', 'dry-run', 'strict', 'json', 'delimiter', 'encoding', 'dates'])
      expect(page).toContain(`--${option}`);
  });
});
