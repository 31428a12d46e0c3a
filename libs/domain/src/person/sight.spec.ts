import { describe, expect, it } from '@jest/globals';
import { NotFound } from '../errors.js';
import { person } from '../testing/people.js';
import type { Actor, Scope } from './rights.js';
import { requireSight, requireSightOfProgramme } from './sight.js';

const thing = { what: 'issue', id: '42' };
const place = { programme: 'p1', region: 'North', partner: 'acme' };
const ann = (scope: Scope, limited = false): Actor => {
  const actor = person('ann', 'manager', { scope });
  return limited ? { ...actor, rights: { ...actor.rights, limited: true } } : actor;
};

describe('what somebody sees', () => {
  it.each<[string, Actor, readonly string[], boolean]>([
    ['where a role covers the place', ann({ programme: 'p1', region: 'North' }), [], true],
    ['everywhere, by a role of the whole organisation', ann({}), [], true],
    ['not in another region', ann({ programme: 'p1', region: 'South' }), [], false],
    ['not in another programme', ann({ programme: 'p2' }), [], false],
    ['not of another partner', ann({ partner: 'other' }), [], false],
    ['wherever they have a part in it', ann({ programme: 'p2' }), ['bob', 'ann'], true],
    ['not even then in a session that is limited to elsewhere', ann({ programme: 'p2' }, true), ['ann'], false],
    ['everything, as a part of Gravitas', { kind: 'system', id: 'router' }, [], true],
  ])('is there %s', (_, actor, involved, isSeen) => {
    const look = () => requireSight(actor, thing, place, involved);
    if (isSeen) expect(look).not.toThrow();
    else expect(look).toThrow(new NotFound('issue', '42'));
  });

  it.each<[string, Actor, readonly string[], boolean]>([
    ['with a role somewhere in it', ann({ programme: 'p1', region: 'South' }), [], true],
    ['with a role in every programme', ann({ region: 'South' }), [], true],
    ['not with a role in another', ann({ programme: 'p2' }), [], false],
    ['with a part in it', ann({ programme: 'p2' }), ['ann'], true],
    ['not in a session that is limited to another', ann({ programme: 'p2' }, true), ['ann'], false],
  ])('of a programme is there %s', (_, actor, involved, isSeen) => {
    const look = () => requireSightOfProgramme(actor, thing, 'p1', involved);
    if (isSeen) expect(look).not.toThrow();
    else expect(look).toThrow(NotFound);
  });
});
