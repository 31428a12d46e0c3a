import { describe, expect, it } from '@jest/globals';
import type { PartnerEvent } from '../../partner/partner.js';
import { plain } from '../../personal.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { does, files, founds } from '../../testing/small-organisation.js';

const reason = plain('because');
const who = { programme: 'dev', code: 'acme' };
const putForward = (rank: number): PartnerEvent => ({ type: 'PartnerPutForward', data: { ...who, rank, name: reason, title: reason } });
const stoodDown: PartnerEvent = { type: 'PartnerStoodDown', data: { ...who, reason } };

function founded() {
  const world = founds(new RoutedLog());
  files(world, 'mia', '7');
  return world;
}
const says = (world: RoutedLog, event: PartnerEvent, id?: string) => world.record('partner-', 'dev.acme', event, id).callSheets;
/** Whom a route names for the partner: as of now, after any event on the issue. */
const contacts = (world: RoutedLog) => {
  does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { serials: [] } } });
  return world.route('7').contacts.map(({ person }) => person);
};
const opens = (world: RoutedLog) => {
  const revision = world.log.nextRevision('partner-dev.acme');
  const moves = says(world, putForward(2));
  const data = {
    programme: 'dev',
    partner: 'acme',
    rank: 2,
    counterpart: 'lea',
    until: '2026-01-19T09:00:00.000Z',
    putForward: { stream: 'partner-dev.acme', revision },
  };
  world.record('callsheet-', `s${revision}`, { type: 'CallSheetOpened', data });
  return { sheet: `s${revision}`, moves };
};
const contacted = { type: 'PartnerContacted' as const, data: { by: 'lea', note: reason, minutes: 5 } };

describe('when a key partner puts somebody forward', () => {
  it('one counterpart of equal rank is named, the least loaded, for ten working days', () => {
    expect(says(founded(), putForward(2), 'e1')).toEqual([
      {
        move: 'open',
        putForwardId: 'e1',
        data: {
          programme: 'dev',
          partner: 'acme',
          rank: 2,
          counterpart: 'lea',
          until: '2026-01-19T09:00:00.000Z',
          putForward: { stream: 'partner-dev.acme', revision: 1 },
        },
      },
    ]);
  });

  it('nobody with a conflict of interest, and nobody who is away; then the next level, then the sponsor', () => {
    const world = founded();
    const counterpart = () => says(world, putForward(2)).flatMap((move) => (move.move === 'open' ? [move.data.counterpart] : []));
    world.record('person-', 'lea', { type: 'ConflictDeclared', data: { partner: 'acme', reason } });
    expect(counterpart()).toEqual(['lou']);
    for (const id of ['lou', 'ed', 'eva']) {
      const data = { absenceId: id, from: world.log.now, until: '2026-02-01T09:00:00.000Z', substitute: null };
      world.record('person-', id, { type: 'AbsencePlanned', data });
      if (id === 'lou') expect(counterpart()).toEqual(['ed']);
    }
    expect(counterpart()).toEqual(['sue']);
  });

  it('of a higher rank than we have, the top is asked', () => {
    expect(says(founded(), putForward(5))).toMatchObject([{ data: { counterpart: 'ed', rank: 5 } }]);
  });

  it('again, the former call sheet is closed', () => {
    const world = founded();
    says(world, putForward(2), 'e1');
    expect(says(world, putForward(3), 'e2')).toMatchObject([
      { move: 'close', putForwardId: 'e1', because: 'stood_down' },
      { move: 'open', putForwardId: 'e2', data: { counterpart: 'ed' } },
    ]);
    expect(contacts(world)).toEqual(['ed']);
  });

  it('another partner gets nobody', () => {
    const world = founded();
    world.record('partner-', 'dev.acme', { type: 'PartnerChanged', data: { ...who, name: 'Acme', partnerClass: 'carrier', key: false } });
    expect(says(world, putForward(3))).toEqual([]);
    expect(contacts(world)).toEqual([]);
  });
});

describe('the counterpart is named', () => {
  it('until two contacts were made', () => {
    const world = founded();
    const { sheet } = opens(world);
    world.record('callsheet-', sheet, contacted);
    expect(contacts(world)).toEqual(['lea']);
    world.record('callsheet-', sheet, contacted);
    expect(contacts(world)).toEqual([]);
    expect(says(world, stoodDown)).toEqual([]);
  });

  it('until the call sheet is closed by hand', () => {
    const world = founded();
    world.record('callsheet-', opens(world).sheet, { type: 'CallSheetClosed', data: { because: 'hand' } });
    expect(contacts(world)).toEqual([]);
  });

  it('until ten working days have passed: the route says when to look again', () => {
    const world = founded();
    opens(world);
    expect(contacts(world)).toEqual(['lea']);
    world.passes(14 * 1440);
    expect(world.route('7').contacts).toEqual([]);
  });

  it('whatever happens to an earlier call sheet', () => {
    const world = founded();
    const { sheet } = opens(world);
    opens(world);
    for (let i = 0; i < 2; i++) world.record('callsheet-', sheet, contacted);
    world.record('callsheet-', sheet, { type: 'CallSheetClosed', data: { because: 'hand' } });
    expect(contacts(world)).toEqual(['lea']);
  });
});
