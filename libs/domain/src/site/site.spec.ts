import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { administrator, importer, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { noProgramme, NOW, programme } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { siteDecider, type SiteContext } from './site.decider.js';
import type { Site, SiteEvent } from './site.js';

const site: Site = { programme: 'p1', code: 'north-1', name: 'North School', siteClass: 'school', region: 'North' };
const registered: SiteEvent = { type: 'SiteRegistered', data: site };
const context: SiteContext = { now: NOW, actor: administrator, programme };
const feed = (region: string) => ({ ...context, actor: person('feed', 'service', { scope: { programme: 'p1', region } }) });

const given = scenario(siteDecider).given;

describe('a site', () => {
  it('is registered once, by an administrator, the import, or a feed of its region', () => {
    for (const who of [context, { ...context, actor: importer }, feed('North')]) {
      given()
        .when({ type: 'RegisterSite', ...site }, who)
        .then(registered);
    }
    given(registered)
      .when({ type: 'RegisterSite', ...site }, context)
      .thenRefused(AlreadyExists);
    given()
      .when({ type: 'RegisterSite', ...site }, feed('South'))
      .thenRefused(NotAllowed);
    given()
      .when({ type: 'RegisterSite', ...site }, { ...context, actor: person('mia', 'manager') })
      .thenRefused(NotAllowed);
    given()
      .when({ type: 'RegisterSite', ...site }, { ...context, programme: noProgramme })
      .thenRefused(NotFound);
  });

  it('changes as a whole, and only if something changes', () => {
    const moved = { ...site, region: 'South' };
    given(registered)
      .when({ type: 'ChangeSite', ...moved }, context)
      .then({ type: 'SiteChanged', data: moved });
    given(registered)
      .when({ type: 'ChangeSite', ...site }, context)
      .thenRefused(NothingToChange);
    given()
      .when({ type: 'ChangeSite', ...moved }, context)
      .thenRefused(NotFound);
  });

  it('is moved into or out of a region only by who may act in both', () => {
    const moved = { type: 'ChangeSite', ...site, region: 'South' } as const;
    given(registered).when(moved, feed('North')).thenRefused(NotAllowed);
    given(registered).when(moved, feed('South')).thenRefused(NotAllowed);
    given(registered)
      .when({ type: 'ChangeSite', ...site, name: 'North High' }, feed('North'))
      .then({ type: 'SiteChanged', data: { ...site, name: 'North High' } });
  });

  it.each<[keyof Site, string]>([
    ['programme', 'p.1'],
    ['code', 'north 1'],
    ['name', ' '],
    ['name', 'x'.repeat(81)],
    ['name', 'two\nlines'],
    ['siteClass', ''],
    ['region', '\u0000'],
  ])('refuses %s %j', (field, value) => {
    given()
      .when({ type: 'RegisterSite', ...site, [field]: value }, context)
      .thenRefused(InvalidValue, field);
  });

  it('refuses by name or folds, whatever comes', () => {
    const commands = fc.record({
      type: fc.constantFrom('RegisterSite', 'ChangeSite'),
      programme: fc.constant('p1'),
      code: fc.constant('north-1'),
      name: fc.string({ maxLength: 100, unit: 'binary' }),
      siteClass: fc.constantFrom('school', 'office', '?'),
      region: fc.option(fc.string()),
    });
    const contexts = fc.constantFrom(context, feed('North'), { ...context, programme: noProgramme });
    expect(eventsOfAnyCommands(siteDecider, commands, contexts)).toEqual(new Set(['SiteRegistered', 'SiteChanged']));
  });
});
