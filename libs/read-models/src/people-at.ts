import type { Absence, Grant, Instant, PresentPerson } from '#domain';
import { sql, type Kysely } from 'kysely';
import { personDocOf, type personTable, type PersonDoc } from './people.projection.js';
import { standing } from './store/as-of.js';
import type { DatabaseOf } from './store/table.js';

export interface PersonAt extends PersonDoc {
  readonly id: string;
  readonly revision: number;
}

type PeopleDatabase = DatabaseOf<typeof personTable>;
export type Everybody = ReadonlyMap<string, PersonAt>;

export type PeopleReader = (db: Kysely<PeopleDatabase>, index: number | null) => Promise<Everybody>;

/** Few states are asked for again and again: now, and the moment of a replay. */
const MOST_KEPT = 8;

/**
 * Everybody as they stood at an entry (null: now), by id. There are few people, who change seldom: they are kept in memory under the
 * last entry that changed any of them, and lines and substitutes are followed there.
 */
export function peopleReader(): PeopleReader {
  const kept = new Map<number, Everybody>();
  return async (db, index) => {
    let changes = db.selectFrom('person').select(sql<number | null>`max(from_index)`.as('last'));
    if (index !== null) changes = changes.where('from_index', '<=', index);
    const last = (await changes.executeTakeFirstOrThrow()).last ?? -1;
    const known = kept.get(last);
    if (known !== undefined) return known;
    const rows = await db.selectFrom('person').select(['id', 'revision', 'doc']).where(standing(last)).orderBy('id').execute();
    const people = new Map(rows.map((row) => [row.id, { id: row.id, revision: row.revision, ...personDocOf(row) }]));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(last, people);
    return people;
  };
}

/** Null: never registered, or gone. */
export function hereOf(person: PersonAt | undefined): PresentPerson | null {
  return person?.state.status === 'here' ? person.state : null;
}

/** False for what was passed on of a grant that is gone, however far back. */
export function stands(people: Everybody, { givenBy, passedOnFrom }: Grant): boolean {
  if (passedOnFrom === undefined) return true;
  const source = hereOf(people.get(givenBy))?.grants.find(({ grantId }) => grantId === passedOnFrom);
  return source !== undefined && stands(people, source);
}

/** The absence that a person is in: of several the one that ends last. */
export function absenceAt(person: PersonAt | undefined, now: Instant): Absence | null {
  const running = (hereOf(person)?.absences ?? []).filter(({ from, until, ended }) => !ended && from <= now && now < until);
  return running.reduce<Absence | null>((last, absence) => (last === null || absence.until > last.until ? absence : last), null);
}

/** Who acts for a person who is away: their substitute, or that one's, until somebody is present; null: nobody, or nobody is away. */
function standInOf(people: Everybody, id: string, now: Instant): string | null {
  const seen = new Set([id]);
  for (let away = absenceAt(people.get(id), now); away?.substitute != null;) {
    const next = people.get(away.substitute);
    if (hereOf(next) === null || seen.has(away.substitute)) return null;
    seen.add(away.substitute);
    const further = absenceAt(next, now);
    if (further === null) return away.substitute;
    away = further;
  }
  return null;
}

/** Those who are away and for whom this person acts, by id. */
export function actsFor(people: Everybody, id: string, now: Instant): readonly string[] {
  return [...people.keys()].filter((other) => other !== id && standInOf(people, other, now) === id);
}

/** Everybody whose line leads to this person, at any depth. */
export function below(people: Everybody, id: string): readonly string[] {
  const reports = Map.groupBy(people.values(), (person) => hereOf(person)?.reportsTo ?? null);
  const found = new Set<string>();
  const visit = (above: string): void => {
    for (const person of reports.get(above) ?? []) {
      if (person.id === id || found.has(person.id)) continue;
      found.add(person.id);
      visit(person.id);
    }
  };
  visit(id);
  return [...found];
}
