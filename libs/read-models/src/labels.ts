import type { Kysely } from 'kysely';
import { partnerTable } from './partners.js';
import { personTable } from './people.projection.js';
import { textsOf, type PersonalDatabase } from './personal-text.js';
import type { CodeLabel, PersonLabel } from './reading.js';
import { siteTable } from './sites.js';
import { readAmong } from './store/statements.js';
import type { DatabaseOf } from './store/table.js';

export type LabelDatabase = DatabaseOf<typeof personTable | typeof siteTable | typeof partnerTable> & PersonalDatabase;

/** Names for what rows name by id. Ids may be named twice, or be null. */
export interface Wanted {
  readonly people?: Iterable<string | null>;
  /** `<programme>.<code>`. */
  readonly sites?: Iterable<string | null>;
  readonly partners?: Iterable<string | null>;
  /** Refs of texts. */
  readonly texts?: Iterable<number | null>;
}

export interface Labels {
  person(id: string): PersonLabel;
  site(programme: string, code: string | null): CodeLabel | null;
  partner(programme: string, code: string | null): CodeLabel | null;
  text(ref: number | null): string | null;
}

/** Looks all names of a page up at once: as they are today, also on a page of the past. */
export async function labelsOf(db: Kysely<LabelDatabase>, { people = [], sites = [], partners = [], texts = [] }: Wanted): Promise<Labels> {
  const persons = await readAmong(db, personTable, 'id', people);
  const siteNames = await readAmong(db, siteTable, 'id', sites);
  const partnerNames = await readAmong(db, partnerTable, 'id', partners);
  const text = await textsOf(db, [...persons.flatMap(({ name_ref, title_ref }) => [name_ref, title_ref]), ...texts]);

  const refs = new Map(persons.map((person) => [person.id, person]));
  const [bySite, byPartner] = [namesOf(siteNames), namesOf(partnerNames)];
  const codeLabel = (names: ReadonlyMap<string, string>, programme: string, code: string | null): CodeLabel | null =>
    code === null ? null : { code, name: names.get(`${programme}.${code}`) ?? null };
  return {
    person: (id) => ({ id, name: text(refs.get(id)?.name_ref), title: text(refs.get(id)?.title_ref) }),
    site: (programme, code) => codeLabel(bySite, programme, code),
    partner: (programme, code) => codeLabel(byPartner, programme, code),
    text,
  };
}

function namesOf(rows: readonly { readonly id: string; readonly name: string }[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
