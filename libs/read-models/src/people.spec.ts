import { afterEach, describe, expect, it } from '@jest/globals';
import { later, Scene, usd } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => views?.close());

async function peopleOf(scene: Scene) {
  await views?.close();
  views = await viewsOf(scene.events);
  return views.people;
}

const at = (scene: Scene, index: number | null = null, minutes = 0) => ({ now: later(scene.log.now, minutes), index });
const limit = (minor: number) => ({
  action: null,
  amount: usd(minor),
  pattern: {},
  from: '2026-01-01T00:00:00.000Z',
  until: null,
  mayRedelegate: false,
  givenBy: 'ada',
});

describe('a person', () => {
  it('is who they are, what they may do, and how busy they are', async () => {
    const scene = new Scene().setUp();
    scene.onPerson('lea', { type: 'RoleGiven', data: { role: 'leader', scope: { programme: 'dev' } } });
    scene.onPerson('lea', { type: 'GrantGiven', data: { grantId: 'g1', ...limit(5000_00) } });
    scene.onPerson('lea', { type: 'GrantGiven', data: { grantId: 'g2', ...limit(9000_00), until: scene.log.now } });
    scene.onPerson('lea', { type: 'GrantGiven', data: { grantId: 'g3', ...limit(1) } });
    scene.onPerson('lea', { type: 'GrantRevoked', data: { grantId: 'g3', reason: sealed('Mistake') } });
    scene.onPerson('lea', { type: 'ConflictDeclared', data: { partner: 'bolt', reason: sealed('Her brother drives there') } });
    scene.onPerson('lea', {
      type: 'TokenIssued',
      data: { tokenId: 't1', secretHash: 'f'.repeat(64), roles: null, until: null, label: 'Laptop' },
    });
    scene.onPerson('lea', { type: 'TokenRevoked', data: { tokenId: 't1' } });
    scene.file('1').escalate('1').decide('e1');
    const lea = await (await peopleOf(scene)).person({ id: 'lea', moment: at(scene) });
    expect(lea).toMatchObject({
      id: 'lea',
      name: 'Name of lea',
      title: 'Title of lea',
      revision: 8,
      status: 'here',
      level: 2,
      reportsTo: { id: 'eva', name: 'Name of eva' },
      roles: [{ role: 'leader', scope: { programme: 'dev' } }],
      budget: { minutesPerWeek: 240 },
      attention: { recordedMinutes: 20, budgetMinutes: 240, percent: 8, inHand: 0 },
      away: null,
      grants: [
        { grantId: 'g1', person: 'lea', live: true, amount: usd(5000_00) },
        { grantId: 'g2', live: false },
      ],
      conflicts: [{ partner: 'bolt', site: null, reason: 'Her brother drives there' }],
      tokens: [{ tokenId: 't1', label: 'Laptop', revoked: true, roles: null, until: null }],
      reports: [{ id: 'max' }, { id: 'mia' }],
    });
    expect(JSON.stringify(lea)).not.toContain('ffff');
  });

  it('keeps no secret in any row', async () => {
    const scene = new Scene().setUp();
    scene.onPerson('lea', {
      type: 'TokenIssued',
      data: { tokenId: 't1', secretHash: 'f'.repeat(64), roles: null, until: null, label: 'Laptop' },
    });
    await peopleOf(scene);
    for await (const [, row] of views?.canonicalRows('people') ?? []) expect(JSON.stringify(row)).not.toContain('ffff');
  });

  it('is away within their absences, and somebody acts for them', async () => {
    const scene = new Scene().setUp();
    scene.onPerson('lea', {
      type: 'AbsencePlanned',
      data: { absenceId: 'a1', from: later(scene.log.now, 10), until: later(scene.log.now, 20), substitute: 'eva' },
    });
    scene.onPerson('lea', {
      type: 'AbsencePlanned',
      data: { absenceId: 'a2', from: later(scene.log.now, 10), until: later(scene.log.now, 30), substitute: 'mia' },
    });
    scene.onPerson('lea', {
      type: 'AbsencePlanned',
      data: { absenceId: 'a3', from: later(scene.log.now, 10), until: later(scene.log.now, 90), substitute: null },
    });
    scene.onPerson('lea', { type: 'AbsenceEnded', data: { absenceId: 'a3' } });
    const people = await peopleOf(scene);
    const away = async (minutes: number) => (await people.person({ id: 'lea', moment: at(scene, null, minutes) }))?.away?.absenceId ?? null;
    expect(await Promise.all([9, 10, 29, 30].map(away))).toEqual([null, 'a2', 'a2', null]);
    expect((await people.person({ id: 'lea', moment: at(scene, null, 10) }))?.away?.substitute).toMatchObject({
      id: 'mia',
      name: 'Name of mia',
    });
  });

  it('leaves with nothing', async () => {
    const scene = new Scene().setUp().onPerson('lea', { type: 'GrantGiven', data: { grantId: 'g1', ...limit(1) } });
    scene.onPerson('lea', { type: 'PersonLeft', data: { reason: sealed('Retired') } });
    const people = await peopleOf(scene);
    expect(await people.person({ id: 'lea', moment: at(scene) })).toMatchObject({
      status: 'left',
      level: null,
      name: 'Name of lea',
      grants: [],
      roles: [],
    });
    expect(await people.grants({ moment: at(scene) })).toEqual([]);
    expect((await people.list({ moment: at(scene) })).map(({ id }) => id)).toEqual(['eva', 'max', 'mia', 'lea']);
  });
});

describe('people', () => {
  it('are listed from the top, by level, role and programme', async () => {
    const scene = new Scene().setUp().person('svc', null, null);
    scene.onPerson('mia', { type: 'RoleGiven', data: { role: 'manager', scope: { programme: 'dev' } } });
    scene.onPerson('max', { type: 'RoleGiven', data: { role: 'manager', scope: { programme: 'two' } } });
    scene.onPerson('eva', { type: 'RoleGiven', data: { role: 'executive', scope: {} } });
    const people = await peopleOf(scene);
    const ids = async (filter: object) => (await people.list({ moment: at(scene), ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual(['eva', 'lea', 'max', 'mia', 'svc']);
    expect(await ids({ level: 1 })).toEqual(['max', 'mia']);
    expect(await ids({ role: 'manager' })).toEqual(['max', 'mia']);
    expect(await ids({ role: 'manager', programme: 'dev' })).toEqual(['mia']);
    expect(await ids({ programme: 'dev' })).toEqual(['eva', 'mia']);
  });

  it('stood otherwise before', async () => {
    const scene = new Scene().setUp().onPerson('lea', { type: 'GrantGiven', data: { grantId: 'g1', ...limit(1) } });
    const before = scene.events.length - 1;
    scene
      .onPerson('lea', { type: 'GrantRevoked', data: { grantId: 'g1', reason: sealed('Over') } })
      .onPerson('lea', { type: 'LevelChanged', data: { level: 3 } });
    const people = await peopleOf(scene);
    expect(await people.grants({ moment: at(scene) })).toEqual([]);
    expect(await people.grants({ moment: at(scene, before) })).toMatchObject([{ person: 'lea', grantId: 'g1', index: before }]);
    expect((await people.person({ id: 'lea', moment: at(scene) }))?.level).toBe(3);
    expect((await people.person({ id: 'lea', moment: at(scene, before) }))?.level).toBe(2);
    expect(await people.person({ id: 'lea', moment: at(scene, 0) })).toBeNull();
  });

  it('hold what was passed on to them as long as what it is a part of', async () => {
    const scene = new Scene().setUp().onPerson('eva', { type: 'GrantGiven', data: { grantId: 'whole', ...limit(1) } });
    const part = { ...limit(1), givenBy: 'eva', passedOnFrom: 'whole' };
    scene.onPerson('lea', { type: 'GrantGiven', data: { grantId: 'part', ...part } });
    const before = scene.events.length - 1;
    scene.onPerson('eva', { type: 'GrantRevoked', data: { grantId: 'whole', reason: sealed('Over') } });
    const people = await peopleOf(scene);
    expect((await people.person({ id: 'lea', moment: at(scene) }))?.grants).toEqual([]);
    expect((await people.person({ id: 'lea', moment: at(scene, before) }))?.grants).toMatchObject([{ grantId: 'part' }]);
  });

  it('below somebody are all whose line leads there', async () => {
    const scene = new Scene().setUp().person('kim', 1, 'mia');
    const people = await peopleOf(scene);
    expect([...(await people.below({ id: 'eva', moment: at(scene) }))].sort()).toEqual(['kim', 'lea', 'max', 'mia']);
    expect(await people.below({ id: 'kim', moment: at(scene) })).toEqual([]);
  });

  it('are named by id, known or not', async () => {
    const people = await peopleOf(new Scene().setUp());
    const labels = await people.labels(['lea', 'system:router']);
    expect([...labels.values()]).toEqual([
      { id: 'lea', name: 'Name of lea', title: 'Title of lea' },
      { id: 'system:router', name: null, title: null },
    ]);
  });
});
