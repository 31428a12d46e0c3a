import type { AttentionBudget } from '#domain';
import type { AbsenceRow, ConflictRow, GrantRow, PersonDetails, PersonRow, TokenRow } from '#read-models';
import { attentionMeter } from '../escalations/queue.views.js';
import { also, at, eventIndex, flag, id, list, maybe, named, oneOf, orNull, text, whole } from '../http/schema.js';
import { action, listing, money, pattern, personLabel, revision, roleGiven } from '../http/view-parts.js';

const absence = named<AbsenceRow>('Absence', { absenceId: text('winter'), from: at, until: at, substitute: orNull(personLabel) });

const personFields = {
  id: text('lee'),
  name: orNull(text('Ann Lee')),
  title: orNull(text('Senior leader, deliveries')),
  revision,
  email: orNull(text('lee@example.org')),
  status: oneOf(['here', 'left']),
  level: orNull(whole(2)),
  reportsTo: orNull(personLabel),
  calendar: orNull(text('weekdays')),
  budget: named<AttentionBudget>('AttentionBudget', {
    minutesPerWeek: whole(240),
    interruptionsPer12Hours: whole(2),
    handsOnLimit: whole(3),
  }),
  roles: list(roleGiven),
  away: orNull(absence, { shown: false }),
  attention: attentionMeter,
};

const personRow = named<PersonRow>('Person', personFields);

const grantRow = named<GrantRow>('Grant', {
  grantId: text('spend-250k'),
  action: orNull(action),
  amount: orNull(money),
  pattern,
  from: at,
  until: orNull(at, { shown: false }),
  mayRedelegate: flag(),
  givenBy: text('admin'),
  passedOnFrom: maybe(text('all')),
  person: text('lee'),
  index: eventIndex,
  live: flag(true),
});

const token = named<TokenRow>('Token', {
  tokenId: id,
  label: text('Laptop'),
  roles: orNull(list(roleGiven), { shown: false }),
  issuedAt: at,
  until: orNull(at, { shown: false }),
  revoked: flag(),
});

const conflict = named<ConflictRow>('Conflict', {
  partner: orNull(text('northline')),
  site: orNull(text('moss-ridge'), { shown: false }),
  reason: orNull(text('My brother works there.')),
});

export const personDetails = named<PersonDetails>(
  'PersonDetails',
  also<PersonRow, Omit<PersonDetails, keyof PersonRow>>(personFields, {
    grants: list(grantRow),
    absences: list(absence, { shown: false }),
    conflicts: list(conflict, { shown: false }),
    tokens: list(token),
    reports: list(personLabel),
  }),
);

export const people = listing('People', personRow);
export const grants = listing('Grants', grantRow);
