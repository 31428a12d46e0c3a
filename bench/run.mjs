/** `npm run bench -- [--json] [--at-size] [NAME …]`: all benches, or those whose name contains a word. Those at size run when they are asked for. */
import { readdirSync } from 'node:fs';
import { measure } from './measure.mjs';

const args = process.argv.slice(2);
const json = args.includes('--json');
const words = args.filter((arg) => !arg.startsWith('--'));
const files = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.mjs'))
  .sort();
const benches = (await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)))).flatMap((module) => module.benches);

const rows = [];
for (const bench of benches) {
  const named = words.some((word) => bench.name.includes(word));
  if (words.length > 0 ? !named : bench.atSize === true && !args.includes('--at-size')) continue;
  let row = await measure(bench);
  // A spread over 20% is no result: once more, and if it stays so it is said.
  if (row.spread > 0.2) row = await measure(bench);
  rows.push(row);
  if (!json) console.log(line(row));
}
if (json) console.log(JSON.stringify(rows, null, 1));

function line({ name, ratio, spread, target, met, raw }) {
  const verdict = spread > 0.2 ? 'no result: spread' : met ? 'met' : 'MISSED';
  const middle = (values) => (values.length === 0 ? '–' : format([...values].sort((a, b) => a - b)[values.length >> 1]));
  return `${name}\n  ratio ${ratio} (spread ${Math.round(spread * 100)}%), target ${target}: ${verdict}; ours ${middle(raw.measured)}, baseline ${middle(raw.baseline)} ${raw.unit}`;
}

function format(value) {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}
