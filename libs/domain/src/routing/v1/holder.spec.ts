import { describe, expect, it } from '@jest/globals';
import { plain } from '../../personal.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { asks, does, files, founds, GRAVE, grants, joins, MEMBERS, startsProgramme, usd } from '../../testing/small-organisation.js';

const reason = plain('because');
const founded = () => founds(new RoutedLog());
const away = (world: RoutedLog, id: string, substitute: string | null = null) => {
  const data = { absenceId: `${id}-away`, from: world.log.now, until: '2026-01-09T10:00:00.000Z', substitute };
  world.record('person-', id, { type: 'AbsencePlanned', data });
};
const leaves = (world: RoutedLog, id: string) => world.record('person-', id, { type: 'PersonLeft', data: { reason } });

/** Who takes what Mia files with an ask that needs L2: a floor, so that a level without anybody is no reason to leave it below. */
const holder = (world: RoutedLog, ask = asks(100_000)) => {
  files(world, 'mia', '7', { ...GRAVE, ask });
  const { level, holder: id, emptyLevels, noAuthority } = world.route('7');
  return { level, holder: id, emptyLevels, noAuthority };
};
const at = (level: number, id: string, emptyLevels: number[] = [], noAuthority = false) => ({
  level,
  holder: id,
  emptyLevels,
  noAuthority,
});

describe('a case above L1 is held by', () => {
  it.each<[string, (world: RoutedLog) => void, ReturnType<typeof at>]>([
    ["the leader on the owner's reporting line", () => undefined, at(2, 'lea')],
    ['another of the level, when that one is away', (world) => away(world, 'lea'), at(2, 'lou')],
    [
      'whoever stands in for them',
      (world) => {
        joins(world, 'luc', { level: 1, role: 'leader', mayCommit: 200_000 });
        away(world, 'lea', 'luc');
      },
      at(2, 'luc'),
    ],
    [
      'whoever stands in for who stands in',
      (world) => {
        joins(world, 'luc', { level: 1, role: 'leader', mayCommit: 200_000 });
        away(world, 'lea', 'lou');
        away(world, 'lou', 'luc');
      },
      at(2, 'luc'),
    ],
    [
      'nobody who comes back to where it was: the next level',
      (world) => {
        away(world, 'lea', 'lou');
        away(world, 'lou', 'lea');
      },
      at(3, 'eva', [2]),
    ],
    [
      'nobody who stands in without the authority',
      (world) => {
        joins(world, 'luc', { level: 1, role: 'leader', mayCommit: 1 });
        away(world, 'lea', 'luc');
      },
      at(2, 'lou'),
    ],
    [
      'another, when the grant does not cover the ask',
      (world) => world.record('person-', 'lea', { type: 'GrantRevoked', data: { grantId: 'lea-all', reason } }),
      at(2, 'lou'),
    ],
    [
      'whose grant is of that action and pattern',
      (world) => {
        for (const id of ['lea', 'lou']) world.record('person-', id, { type: 'GrantRevoked', data: { grantId: `${id}-all`, reason } });
        grants(world, 'lea', { grantId: 'a', action: 'waiver' });
        grants(world, 'lea', { grantId: 'b', pattern: { kind: 'damaged' } });
        grants(world, 'lou', { grantId: 'c', action: 'spend', pattern: { kind: 'late', siteClass: 'primary' }, amount: usd(10_000_000) });
      },
      at(2, 'lou'),
    ],
    [
      'nobody with a conflict of interest in the partner',
      (world) => world.record('person-', 'lea', { type: 'ConflictDeclared', data: { partner: 'acme', reason } }),
      at(2, 'lou'),
    ],
    [
      'nobody with a conflict of interest in the site',
      (world) => world.record('person-', 'lea', { type: 'ConflictDeclared', data: { site: 'school-1', reason } }),
      at(2, 'lou'),
    ],
    [
      'nobody whose role is for another place',
      (world) => {
        world.record('person-', 'lea', { type: 'RoleTaken', data: { role: 'leader', scope: {} } });
        world.record('person-', 'lea', { type: 'RoleGiven', data: { role: 'leader', scope: { region: 'south' } } });
      },
      at(2, 'lou'),
    ],
    ['the next level, when the level is empty', (world) => (leaves(world, 'lea'), leaves(world, 'lou')), at(3, 'eva', [2])],
    [
      'the sponsor, when nobody is left',
      (world) => ['lea', 'lou', 'eva', 'ed'].forEach((id) => leaves(world, id)),
      at(2, 'sue', [2, 3], true),
    ],
  ])('%s', (_name, given, expected) => {
    const world = founded();
    given(world);
    expect(holder(world)).toEqual(expected);
  });

  it('the least loaded off the line, then by id', () => {
    const world = founded();
    for (const id of ['lia', 'lil']) joins(world, id, { level: 2, role: 'leader', mayCommit: 250_000 });
    leaves(world, 'lea');
    expect(holder(world).holder).toBe('lia');
    files(world, 'mia', '8', GRAVE);
    expect(world.route('8').holder).toBe('lil');
  });

  it('nobody who filed it, or asked for it to go up', () => {
    const world = founded();
    files(world, 'lea', '7', GRAVE);
    expect(world.route('7')).toMatchObject({ holder: 'lou', owner: 'max' });
    files(world, 'mia', '8', GRAVE);
    const data = { byLevel: 1, missingAuthority: null, leversTried: [], allLeversTried: true, tried: reason };
    does(world, 'lea', '8', { type: 'GoingUpRequested', data });
    expect(world.route('8').holder).toBe('lou');
  });

  it('whoever called it theirs, before all others of the level', () => {
    const world = founded();
    files(world, 'mia', '7');
    does(world, 'lou', '7', { type: 'IssueCalled', data: { call: 'mine', level: 2, by: 'lou', byLevel: 2, until: null, reason } });
    expect(world.route('7')).toMatchObject({ level: 2, holder: 'lou' });
    away(world, 'lou');
    expect(world.route('7')).toMatchObject({ level: 2, holder: 'lea' });
  });

  it('the one who has it, as long as they can: load does not move it', () => {
    const world = founded();
    holder(world);
    for (let i = 10; i < 25; i++) files(world, 'max', String(i), GRAVE);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 2 } } });
    expect(world.route('7').holder).toBe('lea');
  });

  it('somebody again, when the first of an empty level is back', () => {
    const world = founded();
    for (const id of ['lea', 'lou']) away(world, id);
    files(world, 'mia', '7', { ask: asks(100_000) });
    expect(world.route('7')).toMatchObject(at(3, 'eva', [2]));
    world.passes(5 * 1440);
    expect(world.route('7')).toMatchObject({ level: 2, holder: 'lea', emptyLevels: [] });
    expect(world.escalationOf('7')?.state).toMatchObject({ level: 2, holder: 'lea', status: 'open' });
  });
});

describe('of safety and law', () => {
  it.each(['safety', 'legal'] as const)('the top is told: %s', (exposure) => {
    const world = founded();
    files(world, 'mia', '7', { exposure });
    expect(world.route('7')).toMatchObject({ level: 2, holder: 'lea', told: ['eva'] });
    files(world, 'mia', '8', { exposure, ask: asks(1_000_000) });
    expect(world.route('8')).toMatchObject({ level: 3, holder: 'eva', told: [] });
  });
});

describe('the owner at L1', () => {
  const owner = (world: RoutedLog, filer = 'mia', facts = {}) => {
    files(world, filer, '7', facts);
    return world.route('7').owner;
  };

  it('is named whatever the route', () => {
    expect(owner(founded(), 'mia', { ...GRAVE, ask: asks(1_000_000) })).toBe('mia');
  });

  it('is who filed it; who stands in when they are away; a colleague under the same superior; then whoever owns least', () => {
    const world = founded();
    expect(owner(world)).toBe('mia');
    away(world, 'mia', 'moe');
    expect(world.route('7').owner).toBe('moe');
    files(world, 'feed', '8');
    expect(world.route('8').owner).toBe('max');
    const other = founded();
    leaves(other, 'mia');
    expect(owner(other, 'mia')).toBe('max');
  });

  it('is under the leader who filed it', () => {
    const world = founded();
    files(world, 'mia', '1');
    expect(owner(world, 'lou')).toBe('moe');
  });

  it('is the associate to whom the pattern was handed over', () => {
    const world = founded();
    const pattern = { kind: 'late' };
    const limits = { amountLimit: usd(1), valueLimit: usd(1), until: null };
    world.record('playbook-', 'p', { type: 'PlaybookOpened', data: { programme: 'dev', pattern, levers: [], model: reason } });
    world.record('playbook-', 'p', { type: 'HandOverGiven', data: { programme: 'dev', pattern, to: 'moe', by: 'lea', ...limits } });
    expect(owner(world)).toBe('moe');
  });

  it('has the authority for what is delegated, where anybody has', () => {
    const world = founded();
    world.record('person-', 'mia', { type: 'GrantRevoked', data: { grantId: 'mia-all', reason } });
    expect(owner(world, 'mia', { ask: asks(100) })).toBe('max');
    for (const id of ['max', 'moe']) world.record('person-', id, { type: 'GrantRevoked', data: { grantId: `${id}-all`, reason } });
    files(world, 'mia', '8', { ask: asks(100) });
    expect(world.route('8')).toMatchObject({ owner: 'mia', noAuthority: false });
  });

  it('is nobody with a conflict of interest', () => {
    const world = founded();
    world.record('person-', 'mia', { type: 'ConflictDeclared', data: { partner: 'acme', reason } });
    expect(owner(world)).toBe('max');
  });

  it('is the sponsor when nobody is left', () => {
    const world = founded();
    for (const id of ['mia', 'max', 'moe']) leaves(world, id);
    expect(owner(world, 'feed')).toBe('sue');
    expect(world.route('7')).toMatchObject({ holder: 'sue', noAuthority: true });
  });

  it('stays who took it by hand, until they cannot', () => {
    const world = founded();
    owner(world);
    does(world, 'lou', '7', { type: 'WorkAccepted', data: { by: 'lou' } });
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 1 } } });
    expect(world.route('7').owner).toBe('lou');
    leaves(world, 'lou');
    expect(world.route('7').owner).toBe('mia');
  });
});

describe('people of another programme', () => {
  it('are never asked', () => {
    const world = new RoutedLog();
    founds(world);
    startsProgramme(world, 'ops');
    for (const id of Object.keys(MEMBERS)) {
      const { role } = MEMBERS[id] ?? { role: 'manager' as const };
      world.record('person-', id, { type: 'RoleTaken', data: { role, scope: {} } });
      world.record('person-', id, { type: 'RoleGiven', data: { role, scope: { programme: 'dev' } } });
    }
    files(world, 'mia', '7', GRAVE, 'ops');
    expect(world.route('7')).toMatchObject({ holder: 'sue', owner: 'sue', noAuthority: true });
  });
});
