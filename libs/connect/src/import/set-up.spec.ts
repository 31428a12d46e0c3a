import { describe, expect, it } from '@jest/globals';
import { SimulatedTime } from '#application';
import type { FullRoute, Policy } from '#domain';
import { MappingInvalid } from './import-errors.js';
import { setUpAlone } from './plan.js';
import { DataFolderInMemory, planOf, TODAY } from './testing/data-folder-in-memory.js';
import { LATE, PARCELS } from './testing/parcels.js';

const { setup } = PARCELS;
const person = (id: string) => ({ kind: 'person', id, auth: { method: 'test', id: 'session' }, roles: null }) as const;

async function setUp(changes: Partial<typeof setup> = {}, { history = true, now = TODAY } = {}): Promise<DataFolderInMemory> {
  const folder = new DataFolderInMemory();
  await folder.import(setUpAlone(await planOf([LATE], { history, now, mapping: { ...PARCELS, setup: { ...setup, ...changes } } })));
  return folder;
}

async function dataOf(folder: DataFolderInMemory, type: string) {
  return (await folder.log()).filter((event) => event.type === type).map(({ data, recordedAt, actor }) => ({ recordedAt, actor, ...data }));
}

/** Files an issue in mia's name and answers where it went. */
async function route(folder: DataFolderInMemory, at: string, spend: number): Promise<FullRoute> {
  const engine = folder.engine(new SimulatedTime(at));
  await engine.start();
  const usd = (major: number) => ({ minor: major * 100, currency: 'USD' });
  const accepted = await engine.handle('issue', {
    id: 'i-1',
    claim: person('mia'),
    identity: null,
    command: {
      type: 'FileIssue', programme: 'parcels', title: 'Ten lamps', description: null, externalReference: null, lines: 1, kind: 'late',
      site: null, partner: null, order: null, serials: [], units: 10, valueAtRisk: usd(100), delayCostPerDay: usd(1), neededBy: `${at.slice(0, 4)}-12-01T00:00:00.000Z`,
      workaroundUntil: null, visibility: 0, irreversible: false, exposure: 'none', criticalDetail: null,
      ask: { action: 'spend', spend: usd(spend), writeOff: null, delayAcceptedDays: 0, recommendation: 'Buy', alternative: null },
    },
  }); // prettier-ignore
  const answer = await engine.routeOf(accepted, 'i-1');
  await engine.stop();
  if (answer?.record.changed !== true) throw new Error('it was not routed');
  return answer.record;
}

describe('the set-up of a history', () => {
  it('makes an organisation in which an issue finds who may decide it', async () => {
    const routeAt = async (at: string, spend: number) => route(await setUp({}, { now: at }), at, spend);
    expect(await routeAt('2010-03-01T10:00:00.000Z', 100)).toMatchObject({ level: 1, owner: 'mia', assumed: ['REMEDY'] });
    expect(await routeAt('2010-03-01T10:00:00.000Z', 4000)).toMatchObject({ level: 2, holder: 'lea' });
    expect(await routeAt('2010-03-09T10:00:00.000Z', 4000)).toMatchObject({ level: 2, holder: 'leo' });
    expect(await routeAt('2010-03-01T10:00:00.000Z', 40_000)).toMatchObject({ level: 3, holder: 'eva' });
  });

  it('puts the built-in policy with the limits of the preset in force', async () => {
    const folder = await setUp();
    const [proposed] = (await dataOf(folder, 'PolicyProposed')) as unknown as { policy: Policy }[];
    expect(proposed?.policy.limits).toEqual([{ minor: 50_000, currency: 'USD' }, { minor: 500_000, currency: 'USD' }]); // prettier-ignore
    expect(await dataOf(folder, 'PolicyActivated')).toHaveLength(1);
  });

  it('does what has a date at that date, in the name of whoever may', async () => {
    const folder = await setUp();
    expect(await dataOf(folder, 'StandingOrderAgreed')).toMatchObject([{ recordedAt: '2010-01-31T23:00:00.000Z', actor: 'eva' }]);
    expect(await dataOf(folder, 'HandOverGiven')).toMatchObject([{ recordedAt: '2010-05-02T22:00:00.000Z', actor: 'lea', to: 'mia' }]);
    expect(await dataOf(folder, 'PhaseChanged')).toMatchObject([{ recordedAt: '2010-05-31T22:00:00.000Z', actor: 'eva', phase: 'steady' }]);
    expect(await dataOf(folder, 'ProgrammeStarted')).toMatchObject([{ launchEndsAt: '2010-02-02T23:00:00.000Z' }]);
  });

  it('publishes working hours a year at a time', async () => {
    const folder = await setUp({ from: '2009-11-01', until: '2012-02-01' });
    expect(await dataOf(folder, 'CalendarPublished')).toMatchObject([
      { from: '2009-10-31T23:00:00.000Z', until: '2009-12-31T23:00:00.000Z' },
      { from: '2009-12-31T23:00:00.000Z', until: '2010-12-31T23:00:00.000Z' },
      { from: '2010-12-31T23:00:00.000Z', until: '2011-12-31T23:00:00.000Z' },
      { from: '2011-12-31T23:00:00.000Z', until: '2012-01-31T23:00:00.000Z' },
    ]);
  });

  it('registers superiors first, and plans absences when every substitute is there', async () => {
    const upsideDown = [...setup.people].reverse().sort((a, b) => (a.id === 'eva' ? 1 : b.id === 'eva' ? -1 : 0));
    const folder = await setUp({ people: upsideDown });
    expect(await dataOf(folder, 'PersonRegistered')).toHaveLength(5);
    expect(await dataOf(folder, 'AbsencePlanned')).toHaveLength(2);
  });
});

describe('the set-up of what is late now', () => {
  it('stands from now on: what is over is left out, what is to come has not happened', async () => {
    const absences = [
      { from: '2011-12-20', until: '2012-01-01', substitute: null },
      { from: '2011-12-20', until: '2012-01-03', substitute: 'leo' },
      { from: '2012-05-01', until: '2012-05-08', substitute: 'leo' },
    ];
    const people = setup.people.map((one) => (one.id === 'lea' ? { ...one, absences } : one));
    const folder = await setUp({ people, phases: [{ at: '2011-01-01', phase: 'scaling' }, { at: '2012-02-01', phase: 'steady' }] }, { history: false }); // prettier-ignore
    expect(new Set((await folder.log()).map(({ recordedAt }) => recordedAt))).toEqual(new Set([TODAY]));
    expect(await dataOf(folder, 'AbsencePlanned')).toMatchObject([
      { from: TODAY, until: '2012-01-02T23:00:00.000Z' },
      { from: '2012-04-30T22:00:00.000Z', until: '2012-05-07T22:00:00.000Z' },
    ]);
    expect(await dataOf(folder, 'PhaseChanged')).toMatchObject([{ phase: 'scaling' }]);
    expect(await route(folder, TODAY, 4000)).toMatchObject({ level: 2, holder: 'leo', assumed: ['REMEDY'] });
  });

  it('publishes working hours from today, and some years ahead', async () => {
    const calendars = await dataOf(await setUp({}, { history: false }), 'CalendarPublished');
    expect(calendars.at(0)).toMatchObject({ from: '2012-01-01T23:00:00.000Z' });
    expect(calendars.at(-1)).toMatchObject({ until: '2013-12-31T23:00:00.000Z' });
  });
});

describe('a set-up that the product refuses', () => {
  const [mia, ...others] = setup.people;
  const [playbook] = setup.playbooks;
  it.each<[string, Partial<typeof setup>, RegExp]>([
    ['a role twice', { people: [{ ...mia!, roles: [...mia!.roles, ...mia!.roles] }, ...others] }, /^mapping: \/setup\/people\/0\/roles\/1 is refused: /],
    ['a phase that goes back', { phases: [{ at: '2010-02-05', phase: 'steady' }, { at: '2010-03-01', phase: 'scaling' }] }, /^mapping: \/setup\/phases\/1 is refused: the programme is in steady/],
    ['a standing order of a manager', { playbooks: [{ ...playbook!, standingOrder: { ...playbook!.standingOrder!, by: 'mia' } }] }, /^mapping: \/setup\/playbooks\/0\/standingOrder is refused: /],
    ['absences that overlap', { people: [{ ...mia!, absences: [{ from: '2010-05-01', until: '2010-05-09', substitute: null }, { from: '2010-05-08', until: '2010-05-10', substitute: null }] }, ...others] }, /^mapping: \/setup\/people\/0\/absences\/1 is refused: /],
  ])('such as %s, is told of with its path', async (_, changes, message) => {
    const refused = setUp(changes);
    await expect(refused).rejects.toThrow(MappingInvalid);
    await expect(refused).rejects.toThrow(message);
  }); // prettier-ignore
});
