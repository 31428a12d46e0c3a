import { noun } from '../noun.js';
import { calendars, orders, partners, people, policyBooks, programmes, sites } from '../views.js';

export const programme = noun({
  name: 'programme',
  rules: programmes,
  idOf: (command) => command.programme,
  reserves: (event) => (event.type === 'ProgrammeStarted' ? { what: 'programme_code', value: [event.data.code] } : null),
  async context({ command, streams }) {
    const [book, sponsor, calendar] = await Promise.all([
      streams.stateOf(policyBooks, 'organisation'),
      streams.stateOf(people, command.type === 'StartProgramme' || command.type === 'ChangeSponsor' ? command.sponsor : null),
      streams.stateOf(calendars, command.type === 'StartProgramme' || command.type === 'ChooseCalendar' ? command.calendar : null),
    ]);
    return { book, sponsor, calendar };
  },
});

export const site = noun({
  name: 'site',
  rules: sites,
  idOf: (command) => inProgramme(command),
  context: async ({ command, streams }) => ({ programme: await streams.stateOf(programmes, command.programme) }),
});

export const partner = noun({
  name: 'partner',
  rules: partners,
  idOf: (command) => inProgramme(command),
  context: async ({ command, streams }) => ({
    programme: await streams.stateOf(programmes, command.programme),
    book: await streams.stateOf(policyBooks, 'organisation'),
  }),
});

export const order = noun({
  name: 'order',
  rules: orders,
  idOf: (command) => inProgramme(command),
  context: async ({ command, streams }) => ({
    programme: await streams.stateOf(programmes, command.programme),
    book: await streams.stateOf(policyBooks, 'organisation'),
  }),
});

export const calendar = noun({
  name: 'calendar',
  rules: calendars,
  idOf: (command) => command.calendar,
  context: async () => ({}),
});

/** Codes of sites, partners and orders are a programme's own. */
function inProgramme({ programme, code }: { readonly programme: string; readonly code: string }): string {
  return `${programme}.${code}`;
}
