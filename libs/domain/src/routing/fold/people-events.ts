import { idOf } from '../../event.js';
import type { PersonEvent } from '../../person/person.js';
import { foldPerson } from '../v1/roster.js';
import { reviewed, undecided, type Consequence, type Handler, type Handlers } from './consequence.js';

/** Known, and nobody's cases are touched. */
const known: Handler<PersonEvent> = (state, event) => {
  foldPerson(state.roster, idOf('person-', event.stream), event);
  return null;
};

/** What may take a case from who has it, or give it: whatever they own or hold is looked at again, and what those do whose authority fell. */
const touching: Handler<PersonEvent> = (state, event): Consequence | null => {
  const id = idOf('person-', event.stream);
  const people = [id, ...foldPerson(state.roster, id, event)];
  const issues = people.flatMap((person) => [...(state.holdings.issues.get(person) ?? [])]);
  return reviewed(undecided(state, new Set(issues)));
};

export const PEOPLE_EVENTS: Handlers<PersonEvent> = {
  PersonRegistered: known,
  PersonChanged: known,
  LevelChanged: touching,
  ReportingLineChanged: known,
  AttentionBudgetSet: known,
  RoleGiven: touching,
  RoleTaken: touching,
  GrantGiven: touching,
  GrantRevoked: touching,
  AbsencePlanned: touching,
  AbsenceEnded: touching,
  ConflictDeclared: touching,
  ConflictLifted: touching,
  TokenIssued: known,
  TokenRevoked: known,
  PersonLeft: touching,
};
