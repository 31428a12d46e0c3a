import { toMinute, type Minute } from '../../instant.js';
import type { PersonEvent } from '../../person/person.js';
import type { Grant, Pattern, RoleGiven } from '../../person/rights.js';
import type { ActionKind } from '../policy-document.js';

/** A grant as it is asked about: `amount` in minor units of `currency`, null: without limit. Live in [from, until). */
export interface HeldGrant {
  readonly grantId: string;
  readonly action: ActionKind | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly pattern: Pattern;
  readonly from: Minute;
  readonly until: Minute | null;
}

/** Away in [from, until). */
export interface Away {
  readonly absenceId: string;
  readonly from: Minute;
  readonly until: Minute;
  readonly substitute: string | null;
}

/** What routing knows of a person. */
export interface RosterPerson {
  readonly id: string;
  level: number | null;
  reportsTo: string | null;
  minutesPerWeek: number;
  roles: readonly RoleGiven[];
  grants: readonly HeldGrant[];
  /** Parts of own grants that others hold: each falls with the one it came from. */
  passedOn: readonly { readonly from: string; readonly to: string; readonly grantId: string }[];
  away: readonly Away[];
  /** Codes of partners and sites in which they have declared a conflict. */
  partners: readonly string[];
  sites: readonly string[];
  left: boolean;
}

/** Everybody, and the indexes that keep each question short. */
export interface Roster {
  readonly people: Map<string, RosterPerson>;
  /** Ids by level, in order. Who left stands in none. */
  readonly levels: Map<number, string[]>;
  /** Ids of those who report to somebody, in order. */
  readonly reports: Map<string, string[]>;
  /** Weekly minutes of those of a level who are present, and from when until when that sum holds. */
  readonly budgets: Map<number, { readonly sum: number; readonly anybody: boolean; readonly from: Minute; readonly until: Minute }>;
}

export function emptyRoster(): Roster {
  return { people: new Map(), levels: new Map(), reports: new Map(), budgets: new Map() };
}

/** Folds an event; gives the ids of others whose authority ended with it. */
export function foldPerson(roster: Roster, id: string, event: PersonEvent): readonly string[] {
  roster.budgets.clear();
  if (event.type === 'PersonRegistered') {
    register(roster, id, event.data);
    return [];
  }
  const person = roster.people.get(id);
  if (person === undefined) return [];
  switch (event.type) {
    case 'LevelChanged':
      move(roster.levels, person.level, event.data.level, id);
      person.level = event.data.level;
      return [];
    case 'ReportingLineChanged':
      move(roster.reports, person.reportsTo, event.data.reportsTo, id);
      person.reportsTo = event.data.reportsTo;
      return [];
    case 'AttentionBudgetSet':
      person.minutesPerWeek = event.data.minutesPerWeek;
      return [];
    case 'PersonLeft':
      move(roster.levels, person.level, null, id);
      move(roster.reports, person.reportsTo, null, id);
      person.left = true;
      return person.grants.flatMap(({ grantId }) => revoke(roster, person, grantId));
    case 'GrantGiven':
      give(roster, person, event.data);
      return [];
    case 'GrantRevoked':
      return revoke(roster, person, event.data.grantId);
    default:
      foldRights(person, event);
      return [];
  }
}

function give({ people }: Roster, person: RosterPerson, grant: Grant): void {
  person.grants = [...person.grants, held(grant)];
  const giver = grant.passedOnFrom === undefined ? undefined : people.get(grant.givenBy);
  if (giver === undefined || grant.passedOnFrom === undefined) return;
  giver.passedOn = [...giver.passedOn, { from: grant.passedOnFrom, to: person.id, grantId: grant.grantId }];
}

/** Takes a grant, and what was passed on of it; gives the ids of those who held that. */
function revoke(roster: Roster, person: RosterPerson, grantId: string): readonly string[] {
  const parts = person.passedOn.filter(({ from }) => from === grantId);
  person.grants = person.grants.filter((grant) => grant.grantId !== grantId);
  person.passedOn = person.passedOn.filter(({ from }) => from !== grantId);
  return parts.flatMap(({ to, grantId: part }) => {
    const holder = roster.people.get(to);
    return holder === undefined ? [] : [to, ...revoke(roster, holder, part)];
  });
}

type RightsEvent = Exclude<
  PersonEvent,
  {
    type:
      'PersonRegistered' | 'LevelChanged' | 'ReportingLineChanged' | 'AttentionBudgetSet' | 'GrantGiven' | 'GrantRevoked' | 'PersonLeft';
  }
>;

function foldRights(person: RosterPerson, event: RightsEvent): void {
  switch (event.type) {
    case 'RoleGiven':
      person.roles = [...person.roles, event.data];
      return;
    case 'RoleTaken':
      person.roles = person.roles.filter((given) => !isSameRole(given, event.data));
      return;
    case 'AbsencePlanned': {
      const { absenceId, from, until, substitute } = event.data;
      person.away = [...person.away, { absenceId, from: toMinute(from), until: toMinute(until), substitute }];
      return;
    }
    case 'AbsenceEnded':
      person.away = person.away.filter(({ absenceId }) => absenceId !== event.data.absenceId);
      return;
    case 'ConflictDeclared':
      if (event.data.partner !== undefined) person.partners = [...person.partners, event.data.partner];
      if (event.data.site !== undefined) person.sites = [...person.sites, event.data.site];
      return;
    case 'ConflictLifted':
      person.partners = person.partners.filter((code) => code !== event.data.partner);
      person.sites = person.sites.filter((code) => code !== event.data.site);
      return;
    case 'PersonChanged':
    case 'TokenIssued':
    case 'TokenRevoked':
      return;
  }
}

function register(roster: Roster, id: string, data: Extract<PersonEvent, { type: 'PersonRegistered' }>['data']): void {
  const { level, reportsTo, attention } = data;
  const nothing = { roles: [], grants: [], passedOn: [], away: [], partners: [], sites: [], left: false };
  roster.people.set(id, { id, level, reportsTo, minutesPerWeek: attention.minutesPerWeek, ...nothing });
  move(roster.levels, null, level, id);
  move(roster.reports, null, reportsTo, id);
}

function move<K>(index: Map<K, string[]>, from: K | null, to: K | null, id: string): void {
  if (from !== null) {
    const rest = (index.get(from) ?? []).filter((other) => other !== id);
    index.set(from, rest);
  }
  if (to !== null) index.set(to, [...(index.get(to) ?? []), id].sort());
}

function held({ grantId, action, amount, pattern, from, until }: Grant): HeldGrant {
  return {
    grantId,
    action,
    amount: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    pattern,
    from: toMinute(from),
    until: until === null ? null : toMinute(until),
  };
}

function isSameRole(a: RoleGiven, b: RoleGiven): boolean {
  return (
    a.role === b.role && a.scope.programme === b.scope.programme && a.scope.region === b.scope.region && a.scope.partner === b.scope.partner
  );
}
