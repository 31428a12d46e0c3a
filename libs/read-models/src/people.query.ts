import { isLive, type Absence } from '#domain';
import type { Kysely } from 'kysely';
import { loadsAt, meterOf, spentLately } from './attention-meter.js';
import type { AttentionDatabase } from './executive-queue.table.js';
import { labelsOf, type LabelDatabase, type Labels } from './labels.js';
import { absenceAt, below, hereOf, peopleReader, stands, type Everybody, type PersonAt } from './people-at.js';
import type { AbsenceRow, GrantRow, People, PersonDetails, PersonRow } from './people.js';
import type { Moment } from './reading.js';
import { inOneState } from './store/temporal-page.js';

type Db = Kysely<AttentionDatabase & LabelDatabase>;

export function peopleQueries(db: Db): People {
  const everybodyAt = peopleReader();
  return {
    list: ({ moment, level, role, programme }) =>
      inOneState(db, async (tx) => {
        const people = [...(await everybodyAt(tx, moment.index)).values()];
        const chosen = people.filter((person) => {
          const here = hereOf(person);
          if (level !== undefined && here?.level !== level) return false;
          if (role === undefined && programme === undefined) return true;
          const fits = (here?.roles ?? []).filter((given) => role === undefined || given.role === role);
          return fits.some(({ scope }) => programme === undefined || scope.programme === undefined || scope.programme === programme);
        });
        return rowsOf(tx, chosen.sort(byStanding), moment);
      }),
    person: ({ id, moment }) =>
      inOneState(db, async (tx) => {
        const everybody = await everybodyAt(tx, moment.index);
        const person = everybody.get(id);
        return person === undefined ? null : details(tx, person, everybody, moment);
      }),
    grants: async ({ moment }) => {
      const everybody = await everybodyAt(db, moment.index);
      return [...everybody.values()].flatMap((person) => grantsOf(person, everybody, moment));
    },
    below: async ({ id, moment }) => below(await everybodyAt(db, moment.index), id),
    labels: async (ids) => {
      const labels = await labelsOf(db, { people: ids });
      return new Map(ids.map((id) => [id, labels.person(id)]));
    },
  };
}

/** The top first; those without a level after them, and those who left last. */
function byStanding(a: PersonAt, b: PersonAt): number {
  const standing = (person: PersonAt): number => (hereOf(person) === null ? -1 : (hereOf(person)?.level ?? 0));
  return standing(b) - standing(a) || (a.id < b.id ? -1 : 1);
}

async function rowsOf(db: Db, people: readonly PersonAt[], moment: Moment): Promise<readonly PersonRow[]> {
  const ids = people.map(({ id }) => id);
  const [loads, spent] = [await loadsAt(db, ids, moment.index), await spentLately(db, ids, moment)];
  const others = people.flatMap((person) => [hereOf(person)?.reportsTo ?? null, absenceAt(person, moment.now)?.substitute ?? null]);
  const labels = await labelsOf(db, { people: [...ids, ...others], texts: people.map(({ email }) => email) });
  return people.map((person) => {
    const here = hereOf(person);
    const away = absenceAt(person, moment.now);
    return {
      ...labels.person(person.id),
      revision: person.revision,
      email: labels.text(person.email),
      status: here === null ? 'left' : 'here',
      level: here?.level ?? null,
      reportsTo: here?.reportsTo == null ? null : labels.person(here.reportsTo),
      calendar: here?.calendar ?? null,
      budget: here?.attention ?? { minutesPerWeek: 0, interruptionsPer12Hours: 0, handsOnLimit: 0 },
      roles: here?.roles ?? [],
      away: away && absenceRow(away, labels),
      attention: meterOf(spent.get(person.id) ?? 0, loads.get(person.id), here?.attention ?? null),
    };
  });
}

async function details(db: Db, person: PersonAt, everybody: Everybody, moment: Moment): Promise<PersonDetails> {
  const [row] = (await rowsOf(db, [person], moment)) as [PersonRow];
  const here = hereOf(person);
  const reports = [...everybody.values()].filter((other) => hereOf(other)?.reportsTo === person.id).map(({ id }) => id);
  const absences = (here?.absences ?? []).filter(({ ended }) => !ended);
  const labels = await labelsOf(db, {
    people: [...reports, ...absences.map(({ substitute }) => substitute)],
    texts: person.conflictReasons.map(({ reason }) => reason),
  });
  return {
    ...row,
    grants: grantsOf(person, everybody, moment),
    absences: absences.map((absence) => absenceRow(absence, labels)),
    conflicts: (here?.conflicts ?? []).map((conflict) => {
      const [partner, site] = ['partner' in conflict ? conflict.partner : null, 'site' in conflict ? conflict.site : null];
      const declared = person.conflictReasons.findLast((one) => one.partner === partner && one.site === site);
      return { partner, site, reason: labels.text(declared?.reason ?? null) };
    }),
    tokens: (here?.tokens ?? []).map(({ tokenId, roles, until, revoked }) => {
      const { label = '', issuedAt = '' } = person.tokens[tokenId] ?? {};
      return { tokenId, label, roles, issuedAt, until, revoked };
    }),
    reports: reports.map((id) => labels.person(id)),
  };
}

function grantsOf(person: PersonAt, everybody: Everybody, { now }: Moment): readonly GrantRow[] {
  const standing = (hereOf(person)?.grants ?? []).filter((grant) => stands(everybody, grant));
  return standing.map((grant) => ({
    ...grant,
    person: person.id,
    index: person.grantedIn[grant.grantId] as number,
    live: isLive(grant, now),
  }));
}

function absenceRow({ absenceId, from, until, substitute }: Absence, labels: Labels): AbsenceRow {
  return { absenceId, from, until, substitute: substitute === null ? null : labels.person(substitute) };
}
