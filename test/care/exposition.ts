/** One sample of a scrape. */
interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LINE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

/** Reads Prometheus' text format 0.0.4 by its grammar. Throws an Error at the first line that breaks it. */
export function readExposition(text: string): readonly Family[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families: (Family & { samples: Sample[]; type: string })[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const help = new RegExp(`^# HELP (${NAME}) (.*)$`).exec(line);
    const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(line);
    const last = families.at(-1);
    if (help !== null) families.push({ name: help[1] as string, help: help[2] as string, type: '', samples: [] });
    else if (type !== null && last?.name === type[1] && last !== undefined) last.type = type[2] as string;
    else if (last !== undefined) last.samples.push(sampleOf(line, last));
    else throw new Error(`not expected: ${line}`);
  }
  families.forEach(check);
  return families;
}

function sampleOf(line: string, { name: family, type }: Family): Sample {
  const [, name, labels = '', value] = LINE.exec(line) ?? [];
  const names = type === 'histogram' ? [`${family}_bucket`, `${family}_sum`, `${family}_count`] : [family];
  if (name === undefined || !names.includes(name)) throw new Error(`not a sample of ${family}: ${line}`);
  const number = value === '+Inf' ? Infinity : Number(value);
  if (Number.isNaN(number)) throw new Error(`not a number: ${line}`);
  return { name, labels: labelsOf(labels), value: number };
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== '';) {
    const [whole, name, value] = LABEL.exec(rest) ?? [];
    if (whole === undefined || name === undefined || value === undefined || name in labels) throw new Error(`not labels: ${rest}`);
    labels[name] = value;
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** What the grammar does not say: every series once; buckets that grow, and end with all. */
function check({ name, type, samples }: Family): void {
  const series = samples.map((sample) => `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`);
  if (new Set(series).size !== series.length) throw new Error(`${name} has a series twice`);
  if (type === 'counter' && !name.endsWith('_total')) throw new Error(`${name} is a counter by another name`);
  if (type !== 'histogram') return;
  const groups = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    ({ labels: { le: _le, ...rest } }) => JSON.stringify(rest),
  );
  for (const buckets of groups.values()) {
    const counts = buckets.map(({ value }) => value);
    if (counts.some((count, i) => count < (counts[i - 1] ?? 0))) throw new Error(`${name} has a bucket that shrinks`);
    if (buckets.at(-1)?.labels['le'] !== '+Inf') throw new Error(`${name} has no last bucket`);
  }
}
