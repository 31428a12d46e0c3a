import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMinute } from '../../instant.js';
import { plain } from '../../personal.js';
import { actingChangesAt, isPresent, presenceChangesAt, standInFor, superiorsOf } from './presence.js';
import { emptyRoster, foldPerson, type Roster, type RosterPerson } from './roster.js';

const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
type Absent = readonly [from: number, until: number, substitute?: string];

function rosterOf(people: Readonly<Record<string, readonly Absent[]>>, line: Readonly<Record<string, string>> = {}): Roster {
  const roster = emptyRoster();
  for (const [id, absences] of Object.entries(people)) {
    const identity = { name: plain(id), title: plain('') };
    foldPerson(roster, id, {
      type: 'PersonRegistered',
      data: { ...identity, level: 1, reportsTo: line[id] ?? null, attention, calendar: null },
    });
    for (const [i, [from, until, substitute = null]] of absences.entries()) {
      const data = { absenceId: String(i), from: fromMinute(from), until: fromMinute(until), substitute };
      foldPerson(roster, id, { type: 'AbsencePlanned', data });
    }
  }
  return roster;
}
const person = (roster: Roster, id = 'a'): RosterPerson => roster.people.get(id) as RosterPerson;

describe('presence', () => {
  it('changes with absences, over which one runs on into another', () => {
    const roster = rosterOf({ a: [[10, 20], [15, 30], [30, 40], [50, 60]] }); // prettier-ignore
    expect([0, 10, 39, 40, 55].map((at) => isPresent(person(roster), at))).toEqual([true, false, false, true, false]);
    expect([0, 10, 15, 35, 40, 60].map((at) => presenceChangesAt(person(roster), at))).toEqual([10, 40, 40, 40, 50, null]);
  });

  it('changes exactly then, whatever was planned', () => {
    const absence = fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 12 })).map(([from, length]): Absent => [from, from + length]);
    fc.assert(
      fc.property(fc.array(absence, { maxLength: 5 }), fc.nat({ max: 45 }), (absences, now) => {
        const one = person(rosterOf({ a: absences }));
        let expected: number | null = now + 1;
        while (expected !== null && isPresent(one, expected) === isPresent(one, now)) expected = expected > 60 ? null : expected + 1;
        expect(presenceChangesAt(one, now)).toBe(expected);
      }),
    );
  });

  it('ends with an absence that is ended by hand', () => {
    const roster = rosterOf({ a: [[10, 20]] });
    foldPerson(roster, 'a', { type: 'AbsenceEnded', data: { absenceId: '0' } });
    expect(isPresent(person(roster), 15)).toBe(true);
  });
});

describe('who stands in', () => {
  const stands = (people: Parameters<typeof rosterOf>[0], at = 5) => {
    const roster = rosterOf(people);
    return standInFor(roster, person(roster), at)?.id ?? null;
  };
  it.each<[string, Parameters<typeof rosterOf>[0], string | null]>([
    ['is the substitute', { a: [[0, 10, 'b']], b: [] }, 'b'],
    ['is nobody, when nobody was named', { a: [[0, 10]] }, null],
    ['is whoever stands in for them in turn', { a: [[0, 10, 'b']], b: [[0, 10, 'c']], c: [] }, 'c'],
    ['is nobody, when it comes back', { a: [[0, 10, 'b']], b: [[0, 10, 'a']] }, null],
    ['is nobody, when it goes round without them', { a: [[0, 10, 'b']], b: [[0, 10, 'c']], c: [[0, 10, 'b']] }, null],
    [
      'is of the absence that lasts longest',
      {
        a: [
          [0, 10, 'b'],
          [0, 20, 'c'],
        ],
        b: [],
        c: [],
      },
      'c',
    ],
  ])('%s', (_name, people, id) => {
    expect(stands(people)).toBe(id);
  });

  it('changes when anybody in the row comes or goes', () => {
    const roster = rosterOf({ a: [[0, 90, 'b']], b: [[0, 40, 'c']], c: [[30, 35]], d: [[6, 7]] });
    expect([5, 30, 35, 40].map((at) => actingChangesAt(roster, person(roster), at))).toEqual([30, 35, 40, 90]);
  });

  it('is nobody who has left', () => {
    const roster = rosterOf({ a: [[0, 10, 'b']], b: [] });
    foldPerson(roster, 'b', { type: 'PersonLeft', data: { reason: plain('') } });
    expect(standInFor(roster, person(roster), 5)).toBeNull();
  });
});

describe('the reporting line', () => {
  it('goes up, nearest first, and ends where it would come back', () => {
    const line = { a: 'b', b: 'c', c: 'b' };
    expect(superiorsOf(rosterOf({ a: [], b: [], c: [] }, line), 'a')).toEqual(['b', 'c']);
    expect(superiorsOf(rosterOf({ a: [] }), 'a')).toEqual([]);
  });
});
