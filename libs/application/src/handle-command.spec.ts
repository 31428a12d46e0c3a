import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyExists, InvalidValue, NotAllowed, type PersonCommand, type ProgrammeCommand } from '#domain';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { WrongExpectedRevision, type EventStore } from '#event-store';
import { keyIdsIn, unsealPersonal } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { Actors } from './actors.js';
import { systemClaim, type Claim } from './claim.js';
import type { CommandRequest } from './command.js';
import { IdempotencyKeyReused, RevisionMismatch, StreamContended } from './errors.js';
import { CommandHandling } from './handle-command.js';
import { newId } from './ids.js';
import { calendar, programme } from './nouns/master-data.js';
import { person } from './nouns/person.js';
import { policyBook } from './nouns/policy.js';
import { Reservations } from './reservations.js';
import { SimulatedTime } from './simulated-time.js';
import { Streams } from './streams.js';

const NOW = '2026-11-23T08:00:00.000Z';
const SECRET = Buffer.alloc(32, 7);
const operator = systemClaim('operator');
const nobody = { administrators: async () => 0, escalationOf: () => null, playbooksOf: () => [] };

type PersonRequest = CommandRequest<PersonCommand>;

const ann: PersonCommand = {
  type: 'RegisterPerson',
  person: 'ann',
  name: 'Ann Lee',
  title: 'Director',
  level: null,
  reportsTo: null,
  attention: { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 },
  calendar: null,
};

const register = (id: string, given: Partial<PersonRequest> = {}, name = 'Ann Lee'): PersonRequest => ({
  id: null,
  command: { ...ann, person: id, name },
  claim: operator,
  identity: null,
  ...given,
});

const leave = (id: string, given: Partial<PersonRequest> = {}): PersonRequest => ({
  id: null,
  command: { type: 'RecordLeaving', person: id, reason: 'Went to sea' },
  claim: operator,
  identity: null,
  ...given,
});

const absence = (id: string, absenceId: string, given: Partial<PersonRequest> = {}): PersonRequest => ({
  id: null,
  command: {
    type: 'PlanAbsence',
    person: id,
    absenceId,
    from: `2027-01-${absenceId}T00:00:00.000Z`,
    until: `2027-01-${absenceId}T12:00:00.000Z`,
    substitute: null,
  },
  claim: operator,
  identity: null,
  ...given,
});

const own = (id: string, roles: Extract<Claim, { kind: 'person' }>['roles'] = null): Claim => ({
  kind: 'person',
  id,
  auth: { method: 'token', id: 't1' },
  roles,
});

let store: EventStore;
let vault: MemoryVault;
let time: SimulatedTime;
let handling: CommandHandling;

/** Another process on the same log. */
function another(on: EventStore = store): CommandHandling {
  const streams = new Streams(on);
  const actors = new Actors(streams, time);
  return new CommandHandling({
    store: on,
    streams,
    directory: nobody,
    standings: { above: () => null, hop: () => null },
    clock: time,
    newId,
    secret: SECRET,
    actorOf: (claim) => actors.actorOf(claim),
    vault,
    reservations: new Reservations(on, SECRET),
  });
}

beforeEach(async () => {
  store = new MemoryEventStore();
  vault = new MemoryVault();
  time = new SimulatedTime(NOW);
  handling = another();
  await handling.handle(policyBook, {
    id: null,
    command: { type: 'SetUpOrganisation', name: 'Acme', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] },
    claim: operator,
    identity: null,
  });
});

/** The log of a process that is killed before it appends to a stream with this prefix. */
function killedBefore(prefix: string): EventStore {
  return Object.assign(Object.create(store) as EventStore, {
    readStream: store.readStream.bind(store),
    append: async (stream: string, ...rest: [never, never]) => {
      if (stream.startsWith(prefix)) throw new Error('killed');
      return store.append(stream, ...rest);
    },
  });
}

const lengthOf = async (stream: string): Promise<number> => (await store.readStream(stream)).length;

describe('an accepted command', () => {
  it('answers where its events stand', async () => {
    const accepted = await handling.handle(person, register('ann'));
    expect(accepted).toMatchObject({
      id: 'ann',
      stream: 'person-ann',
      revision: 0,
      index: 1,
      events: [{ type: 'PersonRegistered', recordedAt: NOW, actor: 'system:operator', auth: { method: 'system', id: 'operator' } }],
    });
    expect(accepted.position).toBe((await store.head())!.position);
  });

  it('leaves the refusal of the decider as it is, and appends nothing', async () => {
    await handling.handle(person, register('ann'));
    await expect(handling.handle(person, register('ann'))).rejects.toThrow(AlreadyExists);
    expect(await lengthOf('person-ann')).toBe(1);
  });

  it('is refused where its stream could not have that name', async () => {
    await expect(handling.handle(person, register('../ann'))).rejects.toThrow(InvalidValue);
    await expect(handling.handle(person, register('a'.repeat(300)))).rejects.toThrow(InvalidValue);
  });
});

describe('once', () => {
  it('is answered with the same events when the key comes again, also by another process', async () => {
    const first = await handling.handle(person, register('ann', { identity: { key: 'k1' } }));
    time.advanceTo('2026-11-23T09:00:00.000Z');
    expect(await handling.handle(person, register('ann', { identity: { key: 'k1' } }))).toEqual(first);
    await handling.handle(person, leave('ann'));
    expect(await another().handle(person, register('ann', { identity: { key: 'k1' } }))).toEqual(first);
    expect(await lengthOf('person-ann')).toBe(2);
  });

  it('is refused when the key comes with another body', async () => {
    await handling.handle(person, register('ann', { identity: { key: 'k1' } }));
    await expect(handling.handle(person, register('ann', { identity: { key: 'k1' } }, 'Ann Li'))).rejects.toThrow(IdempotencyKeyReused);
  });

  it('takes the same key of somebody else for another command', async () => {
    await handling.handle(person, register('ann', { identity: { key: 'k1' } }));
    await expect(handling.handle(person, register('ann', { identity: { key: 'k1' }, claim: systemClaim('import') }))).rejects.toThrow(
      AlreadyExists,
    );
  });

  it('has one effect when the same key comes many times at once, in one process or in several', async () => {
    const processes = [handling, another(), another()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => processes[i % 3]!.handle(person, register('ann', { identity: { key: 'k1' } }))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await lengthOf('person-ann')).toBe(1);
  });

  it('is another command on another stream: no two events share an id, nor two texts a key', async () => {
    const left = await Promise.all(
      ['ann', 'bob'].map(async (id) => {
        await handling.handle(person, register(id));
        const { events } = await handling.handle(person, leave(id, { identity: { key: 'k1' } }));
        return events[0];
      }),
    );
    const keys = left.flatMap((event) => keyIdsIn(event!.data));
    expect(new Set([...left.map((event) => event!.id), ...keys]).size).toBe(4);
  });

  it('gives a new thing its id by the key', async () => {
    const start = (key: string) =>
      another().handle(person, {
        ...register(''),
        command: ({ target }) => ({ ...ann, person: target }),
        identity: { key },
      });
    const [one, again, other] = [await start('k1'), await start('k1'), await start('k2')];
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  it('does not remember what was refused', async () => {
    const early = register('ann', { identity: { key: 'k1' }, claim: own('ann') });
    await expect(handling.handle(person, early)).rejects.toThrow(NotAllowed);
    await expect(handling.handle(person, early)).rejects.toThrow(NotAllowed);
  });
});

describe('If-Match', () => {
  it('is held against the stream, and the refusal says where it stands', async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(person, absence('ann', '01', { expectedRevision: 0 }));
    await expect(handling.handle(person, absence('ann', '02', { expectedRevision: 0 }))).rejects.toMatchObject({
      name: 'RevisionMismatch',
      actual: 1,
    });
    await expect(handling.handle(person, absence('bob', '02', { expectedRevision: 0 }))).rejects.toMatchObject({ actual: -1 });
  });

  it('lets one of two win when both saw the same', async () => {
    await handling.handle(person, register('ann'));
    const both = await Promise.allSettled([
      handling.handle(person, absence('ann', '01', { expectedRevision: 0 })),
      another().handle(person, absence('ann', '02', { expectedRevision: 0 })),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(RevisionMismatch) });
  });

  it('comes after the question whether it was this very command', async () => {
    await handling.handle(person, register('ann'));
    const request = absence('ann', '01', { expectedRevision: 0, identity: { key: 'k1' } });
    const first = await handling.handle(person, request);
    expect(await another().handle(person, request)).toEqual(first);
  });
});

describe('conflicts', () => {
  it('are decided anew, so that everybody who may comes through', async () => {
    await handling.handle(person, register('ann'));
    const processes = [handling, another()];
    const days = Array.from({ length: 24 }, (_, i) => String(i + 1).padStart(2, '0'));
    await Promise.all(days.map((day, i) => processes[i % 2]!.handle(person, absence('ann', day))));
    expect(await lengthOf('person-ann')).toBe(25);
  });

  it('end with a refusal when others never stop', async () => {
    const contended: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: async () => {
        throw new WrongExpectedRevision('person-ann', 'noStream', 3);
      },
      readStream: store.readStream.bind(store),
    });
    await expect(another(contended).handle(person, register('ann'))).rejects.toThrow(StreamContended);
  });
});

describe('personal data', () => {
  it('is sealed before it is appended, and can be read with the vault', async () => {
    const { events } = await handling.handle(person, register('ann'));
    expect(JSON.stringify(events)).not.toContain('Ann Lee');
    const [data] = await unsealPersonal(vault, events);
    expect(data).toMatchObject({ name: 'Ann Lee', title: 'Director' });
  });

  it('of identity belongs to the person alone, of a text to its author', async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(person, leave('ann', { mentions: ['bob'] }));
    expect(await vault.keysOfSubject('ann')).toHaveLength(2);
    expect(await vault.keysOfSubject('system:operator')).toHaveLength(1);
    expect(await vault.keysOfSubject('bob')).toHaveLength(1);
  });

  it('makes the same bytes when a command comes again after the process stopped before the append', async () => {
    const failing = killedBefore('person-');
    const request = register('ann', { identity: { key: 'k1' } });
    await expect(another(failing).handle(person, request)).rejects.toThrow('killed');
    const before = await vault.keysOfSubject('ann');
    await another().handle(person, request);
    expect(await vault.keysOfSubject('ann')).toEqual(before);
  });
});

describe('rights', () => {
  it('come from the stream of the person at the moment of the command', async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(person, {
      ...register('ann'),
      command: { type: 'GiveRole', person: 'ann', role: 'administrator', scope: {} },
    });
    await handling.handle(person, register('bob', { claim: own('ann') }));
    await another().handle(person, {
      ...register('ann'),
      command: { type: 'TakeRole', person: 'ann', role: 'administrator', scope: {} },
    });
    await expect(handling.handle(person, register('cy', { claim: own('ann') }))).rejects.toThrow(NotAllowed);
  });

  it('are no wider than the token', async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(person, {
      ...register('ann'),
      command: { type: 'GiveRole', person: 'ann', role: 'administrator', scope: {} },
    });
    await expect(handling.handle(person, register('bob', { claim: own('ann', []) }))).rejects.toThrow(NotAllowed);
  });

  it('end when somebody leaves', async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(person, leave('ann'));
    await expect(handling.handle(person, register('bob', { claim: own('ann') }))).rejects.toThrow(NotAllowed);
  });
});

describe('names that are unique', () => {
  const start = (id: string, code: string): CommandRequest<ProgrammeCommand> => ({
    id: null,
    command: {
      type: 'StartProgramme',
      programme: id,
      code,
      name: 'Devices',
      purpose: 'Lessons at home',
      unitNoun: 'device',
      siteNoun: 'school',
      budget: { minor: 1_000_000, currency: 'USD' },
      totalUnits: 100,
      kinds: [{ code: 'late', label: 'Late', icon: 'clock', disposition: null }],
      criticalDetails: [],
      economics: { unitValue: null, delayCostPerUnitDay: [] },
      sponsor: 'ann',
      calendar: 'week',
      launchEndsAt: null,
    },
    claim: operator,
    identity: null,
  });

  beforeEach(async () => {
    await handling.handle(person, register('ann'));
    await handling.handle(calendar, {
      id: null,
      command: {
        type: 'PublishCalendar',
        calendar: 'week',
        name: 'Week',
        zone: 'UTC',
        rule: 'one hour',
        from: '2026-01-01T00:00:00.000Z',
        until: '2026-01-02T00:00:00.000Z',
        intervals: [[29_454_240, 29_454_300]],
      },
      claim: operator,
      identity: null,
    });
  });

  it('are held by who came first', async () => {
    await handling.handle(programme, start('p1', 'DEV'));
    await expect(handling.handle(programme, start('p2', 'DEV'))).rejects.toMatchObject({ name: 'NameTaken', field: 'code' });
    expect(await lengthOf('programme-p2')).toBe(0);
    await handling.handle(programme, start('p2', 'VED'));
  });

  it('have one holder when two come at once', async () => {
    const both = await Promise.allSettled([
      handling.handle(programme, start('p1', 'DEV')),
      another().handle(programme, start('p2', 'DEV')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are held for who tries again, however late', async () => {
    const failing = killedBefore('programme-');
    const request = { ...start('p1', 'DEV'), identity: { key: 'k1' } };
    await expect(another(failing).handle(programme, request)).rejects.toThrow('killed');
    time.advanceTo('2026-11-23T09:00:00.000Z');
    await handling.handle(programme, request);
    expect(await lengthOf('programme-p1')).toBe(1);
  });

  it('are free again after a while if their holder never came into being', async () => {
    const failing = killedBefore('programme-');
    await expect(another(failing).handle(programme, start('p1', 'DEV'))).rejects.toThrow('killed');
    await expect(handling.handle(programme, start('p2', 'DEV'))).rejects.toMatchObject({ name: 'NameTaken' });
    time.advanceTo('2026-11-23T08:15:00.000Z');
    await handling.handle(programme, start('p2', 'DEV'));
    await expect(handling.handle(programme, start('p1', 'DEV'))).rejects.toMatchObject({ name: 'NameTaken' });
  });
});
