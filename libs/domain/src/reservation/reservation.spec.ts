import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidValue } from '../errors.js';
import { person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { NOW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { NameTaken, reservationDecider } from './reservation.decider.js';
import type { ReservationEvent } from './reservation.js';

const context = { now: NOW, actor: person('mia', []) };
const reserved: ReservationEvent = { type: 'NameReserved', data: { what: 'programme_code', holder: 'p1' } };
const given = scenario(reservationDecider).given;

describe('a reservation', () => {
  it('goes to the first who asks', () => {
    given().when({ type: 'ReserveName', what: 'programme_code', holder: 'p1' }, context).then(reserved);
    given(reserved).when({ type: 'ReserveName', what: 'programme_code', holder: 'p2' }, context).thenRefused(NameTaken, 'code');
  });

  it('asked again for the same holder adds nothing, so that a command broken off half way can be repeated', () => {
    given(reserved).when({ type: 'ReserveName', what: 'programme_code', holder: 'p1' }, context).then();
  });

  it('is held by an id', () => {
    given().when({ type: 'ReserveName', what: 'external_reference', holder: 'a b' }, context).thenRefused(InvalidValue, 'holder');
  });

  it('refuses by name or folds, whatever comes', () => {
    const commands = fc.record({
      type: fc.constant('ReserveName' as const),
      what: fc.constantFrom('programme_code' as const, 'external_reference' as const),
      holder: fc.string(),
    });
    expect(eventsOfAnyCommands(reservationDecider, commands, fc.constant(context))).toEqual(new Set(['NameReserved']));
  });
});
