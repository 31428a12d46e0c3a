import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { PersonHasLeft } from '../person/person.js';
import { plain } from '../personal.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { administrator, importer, known, operator, person } from '../testing/people.js';
import { NOW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { mapping, trucks } from '../testing/sources.js';
import {
  deadLetterDecider,
  DeadLettersFull,
  MOST_WAITING,
  type DeadLetterCommand,
  type DeadLetterContext,
} from './dead-letters.decider.js';
import type { DeadLetterEvent } from './dead-letters.js';
import { MAPPING_SHAPE } from './mapping-shape.js';
import { MappingRefused, sourceDecider, SourceIsClosed, type SourceCommand, type SourceContext } from './source.decider.js';
import type { Source, SourceEvent } from './source.js';

const feed = person('feed', 'service', { scope: { programme: 'p1' } });
const context: SourceContext = { now: NOW, actor: administrator, feed: known(feed) };
const as = (actor: SourceContext['actor']): SourceContext => ({ ...context, actor });
const source = 'trucks';

const registered: SourceEvent = { type: 'SourceRegistered', data: trucks };
const key = { keyId: 'k1', use: 'token', proof: 'a'.repeat(64), label: 'First' } as const;
const issued: SourceEvent = { type: 'SourceKeyIssued', data: key };
const revoked: SourceEvent = { type: 'SourceKeyRevoked', data: { keyId: 'k1' } };
const closed: SourceEvent = { type: 'SourceClosed', data: { reason: plain('Sold.') } };
const given = scenario(sourceDecider).given;

describe('a source', () => {
  it('is registered once, by an administrator of the whole organisation', () => {
    for (const actor of [administrator, operator, importer])
      given()
        .when({ type: 'RegisterSource', source, ...trucks }, as(actor))
        .then(registered);
    for (const actor of [feed, person('mia', 'manager'), person('adam', 'administrator', { scope: { programme: 'p1' } })])
      given()
        .when({ type: 'RegisterSource', source, ...trucks }, as(actor))
        .thenRefused(NotAllowed);
    given(registered)
      .when({ type: 'RegisterSource', source, ...trucks }, context)
      .thenRefused(AlreadyExists);
  });

  it('files in the name of a person with the role service, who is here', () => {
    const register = { type: 'RegisterSource', source, ...trucks } as const;
    given()
      .when(register, { ...context, feed: known(person('feed', 'manager')) })
      .thenRefused(InvalidValue, 'feed');
    given()
      .when(register, { ...context, feed: { status: 'none' } })
      .thenRefused(NotFound);
    given()
      .when(register, { ...context, feed: { status: 'left' } })
      .thenRefused(PersonHasLeft);
  });

  it('changes as a whole, and only if something changes', () => {
    const faster = { ...trucks, perMinute: 120 };
    given(registered)
      .when({ type: 'ChangeSource', source, ...faster }, context)
      .then({ type: 'SourceChanged', data: faster });
    given(registered)
      .when({ type: 'ChangeSource', source, ...trucks }, context)
      .thenRefused(NothingToChange);
    given()
      .when({ type: 'ChangeSource', source, ...trucks }, context)
      .thenRefused(NotFound);
  });

  it('has keys, of which each is issued once and can be revoked', () => {
    const issue = { type: 'IssueSourceKey', source, ...key } as const;
    given(registered).when(issue, context).then(issued);
    given(registered, issued).when(issue, context).thenRefused(AlreadyExists);
    given(registered, issued).when({ type: 'RevokeSourceKey', source, keyId: 'k1' }, context).then(revoked);
    given(registered, issued, revoked).when(issue, context).thenRefused(AlreadyExists);
    given(registered, issued, revoked).when({ type: 'RevokeSourceKey', source, keyId: 'k1' }, context).thenRefused(NotFound);
    given(registered)
      .when({ ...issue, proof: 'secret' }, context)
      .thenRefused(InvalidValue, 'proof');
    given(registered)
      .when({ ...issue, use: 'signature' }, context)
      .then({ type: 'SourceKeyIssued', data: { ...key, use: 'signature' } });
    given(registered)
      .when({ ...issue, use: 'signature', proof: 'whsec_=' }, context)
      .thenRefused(InvalidValue, 'proof');
    const ten = Array.from({ length: 10 }, (_, n): SourceEvent => ({ type: 'SourceKeyIssued', data: { ...key, keyId: `n${n}` } }));
    given(registered, ...ten)
      .when(issue, context)
      .thenRefused(InvalidValue, 'keyId');
  });

  it('is closed for good', () => {
    given(registered, issued).when({ type: 'CloseSource', source, reason: 'Sold.' }, context).then(closed);
    for (const command of [
      { type: 'ChangeSource', source, ...trucks },
      { type: 'IssueSourceKey', source, ...key },
      { type: 'CloseSource', source, reason: 'Again.' },
    ] as const)
      given(registered, issued, closed).when(command, context).thenRefused(SourceIsClosed);
    given(registered, closed)
      .when({ type: 'RegisterSource', source, ...trucks }, context)
      .thenRefused(AlreadyExists);
  });

  it.each<[keyof Source | 'source', unknown]>([
    ['source', 'two words'],
    ['name', ' '],
    ['perMinute', 0],
    ['perMinute', 6001],
    ['mapping', {}],
  ])('refuses %s %j', (field, value) => {
    const refusal = field === 'mapping' ? MappingRefused : InvalidValue;
    given()
      .when({ type: 'RegisterSource', source, ...trucks, [field]: value }, context)
      .thenRefused(refusal, field === 'mapping' ? 'mapping.format' : field);
  });

  it('refuses by name or folds, whatever comes', () => {
    const commands = fc.record({
      type: fc.constantFrom('RegisterSource', 'ChangeSource', 'IssueSourceKey', 'RevokeSourceKey', 'CloseSource'),
      source: fc.constant('trucks'),
      name: fc.constantFrom('Trucks', 'Lorries'),
      feed: fc.constant('feed'),
      perMinute: fc.integer({ min: -1, max: 7000 }),
      mapping: fc.constant(mapping),
      keyId: fc.constantFrom('k1', 'k2', '?'),
      use: fc.constantFrom('token', 'signature', 'luck'),
      proof: fc.constant('a'.repeat(64)),
      label: fc.string(),
      reason: fc.string(),
    }) as fc.Arbitrary<SourceCommand>;
    const types = ['SourceRegistered', 'SourceChanged', 'SourceKeyIssued', 'SourceKeyRevoked', 'SourceClosed'];
    expect(eventsOfAnyCommands(sourceDecider, commands, fc.constantFrom(context, as(feed)))).toEqual(new Set(types));
  });
});

describe('a mapping', () => {
  const examples = ['pagerduty', 'cloudevents', 'webhook'].map(
    (name) => JSON.parse(readFileSync(new URL(`../../../../examples/intake/${name}.json`, import.meta.url), 'utf8')) as unknown,
  );

  it('is as the examples are', () => {
    for (const example of [mapping, ...examples]) expect(MAPPING_SHAPE(example, '')).toEqual([]);
  });

  it.each([
    ['issue.kind', { value: 'late' }, 'issue.kind.reason', 'is missing'],
    ['issue.kind', { reason: 'x' }, 'issue.kind', 'must have value or from'],
    ['issue.kind', { from: 'a..b', reason: 'x' }, 'issue.kind.from', 'must be up to 10 names, with a dot between two'],
    ['issue.kind', { from: 'a', table: {}, reason: 'x' }, 'issue.kind.table', 'must have 1 to 500 entries'],
    ['issue.kind', { from: 'a', table: { x: 'two words' }, reason: 'x' }, 'issue.kind.table.entry', /^must be 1 to 64/],
    ['issue.kind', { from: 'a', luck: 1, reason: 'x' }, 'issue.kind.luck', 'is not a field of an intake mapping'],
    ['issue.units', { value: 0, reason: 'x' }, 'issue.units.value', /whole number/],
    ['issue.irreversible', { value: 'yes', reason: 'x' }, 'issue.irreversible.value', 'must be true or false'],
    ['issue.valueAtRisk', { from: 'a', currency: 'usd', reason: 'x' }, 'issue.valueAtRisk.currency', /ISO 4217/],
    ['action', { value: 'explode', reason: 'x' }, 'action.value', /^must be trigger or/],
    ['issue.colour', 'red', 'issue.colour', 'is not a field of an intake mapping'],
  ])('with %s %j is refused', (path, value, field, rule) => {
    const wrong = structuredClone(mapping) as unknown as Record<string, Record<string, unknown>>;
    const [first, second] = path.split('.') as [string, string | undefined];
    if (second === undefined) (wrong as Record<string, unknown>)[first] = value;
    else (wrong[first] as Record<string, unknown>)[second] = value;
    expect(MAPPING_SHAPE(wrong, '')).toEqual([{ path: field, rule: typeof rule === 'string' ? rule : expect.stringMatching(rule) }]);
  });
});

describe('messages that are not understood', () => {
  const letter = 'l1';
  const letters: DeadLetterContext = { now: NOW, actor: feed, sourceState: { status: 'open', ...trucks, keys: [], revokedKeys: [] } };
  const byAda = { ...letters, actor: administrator };
  const keep: DeadLetterCommand = {
    type: 'KeepDeadLetter',
    source,
    letter,
    protocol: 'pagerduty',
    problem: 'invalid-value',
    field: 'site',
    message: '{}',
  };
  const kept = (id = letter): DeadLetterEvent => ({
    type: 'DeadLetterKept',
    data: { letter: id, protocol: 'pagerduty', problem: 'invalid-value', field: 'site', message: plain('{}') },
  });
  const sent: DeadLetterEvent = { type: 'DeadLetterSent', data: { letter, issue: 'i1' } };
  const dropped: DeadLetterEvent = { type: 'DeadLetterDropped', data: { letter, reason: plain('A test.') } };
  const given = scenario(deadLetterDecider).given;

  it('are kept once, for the source that sent them', () => {
    given().when(keep, letters).then(kept());
    for (const before of [[kept()], [kept(), sent], [kept(), dropped]])
      given(...before)
        .when(keep, letters)
        .then();
    given().when(keep, byAda).thenRefused(NotAllowed);
    given()
      .when(keep, { ...letters, sourceState: { status: 'none' } })
      .thenRefused(NotAllowed);
    given()
      .when({ ...keep, message: 'x'.repeat(16_001) }, letters)
      .thenRefused(InvalidValue, 'message');
  });

  it(`are at most ${MOST_WAITING} at a time: a source cannot fill the log`, () => {
    const many = Array.from({ length: MOST_WAITING }, (_, n) => kept(`m${n}`));
    given(...many)
      .when(keep, letters)
      .thenRefused(DeadLettersFull);
    given(...many, { type: 'DeadLetterDropped', data: { letter: 'm7', reason: plain('A test.') } })
      .when(keep, letters)
      .then(kept());
  });

  it('are sent again or dropped by an administrator, once', () => {
    const send: DeadLetterCommand = { type: 'RecordDeadLetterSent', source, letter, issue: 'i1' };
    const drop: DeadLetterCommand = { type: 'DropDeadLetter', source, letter, reason: 'A test.' };
    given(kept()).when(send, byAda).then(sent);
    given(kept()).when(drop, byAda).then(dropped);
    for (const command of [send, drop]) {
      given(kept()).when(command, letters).thenRefused(NotAllowed);
      given(kept(), sent).when(command, byAda).thenRefused(NotFound);
    }
    given(kept())
      .when({ ...drop, reason: '' }, byAda)
      .thenRefused(InvalidValue, 'reason');
  });

  it('refuse by name or fold, whatever comes', () => {
    const commands = fc.record({
      type: fc.constantFrom('KeepDeadLetter', 'RecordDeadLetterSent', 'DropDeadLetter'),
      source: fc.constant(source),
      letter: fc.constantFrom('l1', 'l2', ''),
      protocol: fc.constantFrom('pagerduty', 'pigeon'),
      problem: fc.constantFrom('invalid-value', 'a b'),
      field: fc.string(),
      message: fc.string(),
      issue: fc.option(fc.constantFrom('i1', '?')),
      reason: fc.string(),
    }) as fc.Arbitrary<DeadLetterCommand>;
    const types = ['DeadLetterKept', 'DeadLetterSent', 'DeadLetterDropped'];
    expect(eventsOfAnyCommands(deadLetterDecider, commands, fc.constantFrom(letters, byAda))).toEqual(new Set(types));
  });
});
