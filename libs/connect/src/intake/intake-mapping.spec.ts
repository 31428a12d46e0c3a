import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { MAPPING_SHAPE } from '#domain/source/mapping-shape';
import { meaningOf, MessageUnmappable } from './map-message.js';
import { readPagerDuty } from './pagerduty.js';
import { readStructured } from './cloudevents.js';
import type { JsonObject, Message } from './message.js';
import type { IntakeMapping } from '#domain';

const EXAMPLES = new URL('../../../../examples/intake/', import.meta.url);
const read = (name: string): IntakeMapping => JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')) as IntakeMapping;
const examples = readdirSync(EXAMPLES).map((name) => [name, read(name)] as const);
const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('./intake-mapping.schema.json', import.meta.url), 'utf8')) as object,
);

/** The document with each value in turn made into something else, or taken away. */
function* spoiled(value: unknown, rebuild: (part: unknown) => unknown): Generator {
  for (const other of [null, 7, '', 'a b', [], {}, { value: null }, { from: 'a', reason: 'b' }, true, 'x'.repeat(500)])
    yield rebuild(other);
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) {
    const { [name]: part, ...rest } = value as Record<string, unknown>;
    yield rebuild(rest);
    yield rebuild({ ...rest, [`${name}s`]: part });
    yield* spoiled(part, (changed) => rebuild({ ...value, [name]: changed }));
  }
}

describe('the JSON Schema of intake mappings', () => {
  it.each(examples)('takes the example %s, and refuses what the decider refuses', (_name, mapping) => {
    expect([validate(mapping), MAPPING_SHAPE(mapping, '')]).toEqual([true, []]);
    let [taken, refused] = [0, 0];
    for (const other of spoiled(mapping, (part) => part)) {
      const isRight = MAPPING_SHAPE(other, '').length === 0;
      if (validate(other) !== isRight) expect([other, validate.errors, MAPPING_SHAPE(other, '')]).toEqual('the same of both');
      if (isRight) taken++;
      else refused++;
    }
    expect([taken > 10, refused > 300]).toEqual([true, true]);
  });
});

describe('a message by its mapping', () => {
  const mapping = read('pagerduty.json');
  const event = (payload: JsonObject, more: JsonObject = {}): Message =>
    readPagerDuty(
      {
        routing_key: 'a'.repeat(32),
        event_action: 'trigger',
        dedup_key: 'k',
        payload: { summary: 'Held', source: 't', severity: 'info', ...payload },
        ...more,
      },
      () => 'new',
    ).message;
  const rule = (change: object): IntakeMapping => ({ ...mapping, issue: { ...mapping.issue, ...change } });
  const reason = 'x';

  it('has facts looked up, put together, always the same, or unknown', () => {
    const { action, key, file } = meaningOf(
      mapping,
      event({ class: 'ShockSensor', component: 'elsewhere' }, { client: 'M', client_url: 'u' }),
    );
    expect({ action, key, file }).toMatchObject({
      action: 'trigger',
      key: 'k',
      file: {
        programme: 'tablets',
        kind: 'damaged',
        title: 'Held',
        description: 'Reported by M: u',
        site: null,
        units: null,
        visibility: 0,
        ask: null,
      },
    });
  });

  it.each([
    [{ units: { from: 'payload.custom_details.n', reason } }, { custom_details: { n: '19.0' } }, { units: 19 }],
    [{ units: { from: 'payload.custom_details.n', otherwise: 3, reason } }, {}, { units: 3 }],
    [{ irreversible: { from: 'payload.flag', reason } }, { flag: true }, { irreversible: true }],
    [{ neededBy: { from: 'payload.when', reason } }, { when: '2026-12-01T10:00:00+01:00' }, { neededBy: '2026-12-01T09:00:00.000Z' }],
    [
      { valueAtRisk: { from: 'payload.value', currency: 'JPY', reason } },
      { value: 1500 },
      { valueAtRisk: { minor: 1500, currency: 'JPY' } },
    ],
    [{ valueAtRisk: { value: { minor: 1, currency: 'USD' }, reason } }, {}, { valueAtRisk: { minor: 1, currency: 'USD' } }],
    [{ title: { text: '{payload.summary} {payload.nothing}!', reason } }, { summary: 'Two\nlines\u0007' }, { title: 'Two lines !' }],
    [{ site: { from: 'payload.__proto__.x', otherwise: null, reason } }, {}, { site: null }],
  ])('with the rule %j of %j', (change, payload, facts) => {
    expect(meaningOf(rule(change), event(payload)).file).toMatchObject(facts);
  });

  it.each([
    [{ units: { from: 'payload.n', reason } }, {}, 'units', 'fact-missing'],
    [{ units: { from: 'payload.n', reason } }, { n: 'many' }, 'units', 'fact-wrong'],
    [{ units: { from: 'payload.n', reason } }, { n: { deep: 1 } }, 'units', 'fact-missing'],
    [{ kind: { from: 'payload.class', table: { a: 'late' }, reason } }, { class: 'toString' }, 'kind', 'fact-missing'],
    [{ irreversible: { from: 'payload.flag', reason } }, { flag: 'perhaps' }, 'irreversible', 'fact-wrong'],
    [{ neededBy: { from: 'payload.when', reason } }, { when: 'tomorrow' }, 'neededBy', 'fact-wrong'],
    [{ valueAtRisk: { from: 'payload.value', currency: 'USD', reason } }, { value: '1e9' }, 'valueAtRisk', 'fact-wrong'],
    [{ valueAtRisk: { from: 'payload.value', currency: 'USD', reason } }, {}, 'valueAtRisk', 'fact-missing'],
    [{ title: { text: '{payload.nothing}', reason } }, {}, 'title', 'fact-missing'],
  ])('is not understood with the rule %j of %j', (change, payload, field, problem) => {
    const run = () => meaningOf(rule(change), event(payload));
    expect(run).toThrow(MessageUnmappable);
    expect(run).toThrow(expect.objectContaining({ field, problem }));
  });

  it('says itself what it is about, where the protocol does not', () => {
    const cloud = read('cloudevents.json');
    const of = (type: string) =>
      readStructured(Buffer.from(JSON.stringify({ specversion: '1.0', id: '1', source: 's', type, subject: 'NL-1' })));
    expect(meaningOf(cloud, of('com.northline.shipment.arrived'))).toEqual({ action: 'resolve', key: 'NL-1', file: null });
    expect(meaningOf(cloud, of('com.northline.shipment.weighed'))).toEqual({ action: 'ignore', key: '', file: null });
  });
});
