import { describe, expect, it } from '@jest/globals';
import { plain } from '../../personal.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { asks, files, founds, grants, joins, usd } from '../../testing/small-organisation.js';

const reason = plain('because');

/** Lea passed on to Kim, who passed on to Kit; Kim has an issue whose ask only that covers. */
function passedOn(): RoutedLog {
  const world = founds(new RoutedLog());
  joins(world, 'kim', { level: 1, reportsTo: 'lea', role: 'manager' });
  joins(world, 'kit', { level: 1, reportsTo: 'lea', role: 'manager' });
  grants(world, 'kim', { grantId: 'kim-part', amount: usd(2_000_000), givenBy: 'lea', passedOnFrom: 'lea-all' });
  grants(world, 'kit', { grantId: 'kit-part', amount: usd(1_000_000), givenBy: 'kim', passedOnFrom: 'kim-part' });
  files(world, 'kim', '1', { ask: asks(20_000) });
  return world;
}

const grantsOf = (world: RoutedLog, id: string) => world.state.roster.people.get(id)?.grants.map(({ grantId }) => grantId);

describe('a grant that was passed on', () => {
  it('falls with the one that it is a part of, however far back, and what its holder has is looked at again', () => {
    const world = passedOn();
    expect(world.route('1')).toMatchObject({ holder: 'kim' });
    world.log.by('root');
    world.record('person-', 'lea', { type: 'GrantRevoked', data: { grantId: 'lea-all', reason } });
    expect([grantsOf(world, 'kim'), grantsOf(world, 'kit')]).toEqual([[], []]);
    expect(world.route('1').trigger.stream).toBe('person-lea');
    expect(world.route('1').holder).not.toBe('kim');
  });

  it('falls when its giver leaves, and not when another of their grants is revoked', () => {
    const world = passedOn();
    grants(world, 'lea', { grantId: 'lea-other' });
    world.record('person-', 'lea', { type: 'GrantRevoked', data: { grantId: 'lea-other', reason } });
    expect(grantsOf(world, 'kit')).toEqual(['kit-part']);
    world.record('person-', 'kim', { type: 'PersonLeft', data: { reason } });
    expect(grantsOf(world, 'kit')).toEqual([]);
    expect(grantsOf(world, 'lea')).toEqual(['lea-all']);
  });
});
