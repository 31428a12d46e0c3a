import { fold, NotFound, personDecider, PersonHasLeft, ReportingLoop, type PersonEvent, type RoleGiven } from '#domain';
import { isSame } from '#domain/same-value';
import type { RecordedEvent } from '#event-store';
import type { BulkKind, Unseal, Values } from './bulk-kind.js';
import { erasable, orNone, roles, text, whole } from './codecs.js';

const IDENTITY = ['name', 'title', 'email'] as const;
const ATTENTION = ['minutesPerWeek', 'interruptionsPer12Hours', 'handsOnLimit'] as const;
type Identity = Readonly<Record<(typeof IDENTITY)[number], string | null>>;

/** Who somebody is, where they stand, and their roles. Authority, absences and conflicts are given one by one, each with its reason. */
export const people: BulkKind = {
  plural: 'people',
  noun: 'person',
  key: 'person',
  prefix: 'person-',
  columns: {
    name: erasable,
    title: erasable,
    email: erasable,
    level: orNone(whole),
    reportsTo: orNone(text),
    calendar: orNone(text),
    minutesPerWeek: whole,
    interruptionsPer12Hours: whole,
    handsOnLimit: whole,
    roles,
  },
  needed: ['name', 'title'],
  defaults: {
    email: null,
    level: null,
    reportsTo: null,
    calendar: null,
    minutesPerWeek: 240,
    interruptionsPer12Hours: 2,
    handsOnLimit: 3,
    roles: [],
  },
  idOf: (person) => person,
  valuesOf: async (events, unseal) => {
    if (events.length === 0) return null;
    const state = fold(personDecider, events as unknown as readonly PersonEvent[]);
    if (state.status !== 'here') return 'gone';
    const { level, reportsTo, calendar, attention, roles: held } = state;
    return { ...(await identityOf(events, unseal)), level, reportsTo, calendar, ...attention, roles: held };
  },
  commands: (person, _where, wanted, before) =>
    (before === null ? [...register(wanted), ...changeRoles([], wanted)] : change(wanted, before)).map((command) => ({
      ...command,
      person,
    })),
  waitsFor: (error) => (error instanceof NotFound || error instanceof ReportingLoop || error instanceof PersonHasLeft ? 'reportsTo' : null),
};

/** As it was last said; null: never, or erased since. */
async function identityOf(events: readonly RecordedEvent[], unseal: Unseal): Promise<Identity> {
  const said = await unseal(events.filter(({ type }) => type === 'PersonRegistered' || type === 'PersonChanged'));
  const last = (part: string): string | null => {
    const event = said.findLast((data) => data[part] !== undefined);
    return typeof event?.[part] === 'string' ? event[part] : null;
  };
  return { name: last('name'), title: last('title'), email: last('email') };
}

function register(wanted: Values): readonly object[] {
  const { level, reportsTo, calendar } = wanted;
  return [{ type: 'RegisterPerson', ...there(wanted, IDENTITY), level, reportsTo, calendar, attention: pick(wanted, ATTENTION) }];
}

function change(wanted: Values, before: Values): readonly object[] {
  const isOther = (part: string): boolean => wanted[part] !== before[part];
  const identity = there(wanted, IDENTITY.filter(isOther));
  const other = { ...identity, ...(isOther('calendar') ? { calendar: wanted['calendar'] } : {}) };
  return [
    // First, because it may have to wait for another row, and then nothing of this one is done yet.
    ...(isOther('reportsTo') ? [{ type: 'ChangeReportingLine', reportsTo: wanted['reportsTo'] }] : []),
    ...(Object.keys(other).length === 0 ? [] : [{ type: 'ChangePerson', ...other }]),
    ...(isOther('level') ? [{ type: 'ChangeLevel', level: wanted['level'] }] : []),
    ...(ATTENTION.some(isOther) ? [{ type: 'SetAttentionBudget', attention: pick(wanted, ATTENTION) }] : []),
    ...changeRoles(before['roles'] as readonly RoleGiven[], wanted),
  ];
}

/** What is new is given before what is gone is taken: nobody stands without any in between. */
function changeRoles(held: readonly RoleGiven[], wanted: Values): readonly object[] {
  const all = wanted['roles'] as readonly RoleGiven[];
  const isIn = (list: readonly RoleGiven[], one: RoleGiven): boolean => list.some((other) => isSame(other, one));
  return [
    ...all.filter((one, n) => !isIn(held, one) && !isIn(all.slice(0, n), one)).map((one) => ({ type: 'GiveRole', ...one })),
    ...held.filter((one) => !isIn(all, one)).map((one) => ({ type: 'TakeRole', ...one })),
  ];
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function there(values: Values, names: readonly string[]): Values {
  return pick(
    values,
    names.filter((name) => values[name] !== null && values[name] !== undefined),
  );
}
