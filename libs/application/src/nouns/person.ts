import type { PersonCommand } from '#domain';
import { noun } from '../noun.js';
import type { Streams } from '../streams.js';
import { people, policyBooks } from '../views.js';

/** Longer lines do not exist; a loop in one ends here. */
const MOST_SUPERIORS = 64;

export const person = noun({
  name: 'person',
  rules: people,
  idOf: (command) => command.person,
  identity: ['PersonRegistered', 'PersonChanged'],
  async context({ command, streams }) {
    const reportsTo = superiorIn(command);
    const [book, superior, superiors, substitute] = await Promise.all([
      streams.stateOf(policyBooks, 'organisation'),
      streams.stateOf(people, reportsTo),
      superiorsOf(reportsTo, streams),
      streams.stateOf(people, command.type === 'PlanAbsence' ? command.substitute : null),
    ]);
    return { book, superior, superiors, substitute };
  },
});

function superiorIn(command: PersonCommand): string | null {
  return command.type === 'RegisterPerson' || command.type === 'ChangeReportingLine' ? command.reportsTo : null;
}

/** Ids above a person, nearest first. */
async function superiorsOf(id: string | null, streams: Streams): Promise<readonly string[]> {
  const superiors: string[] = [];
  for (let at = id; at !== null && superiors.length < MOST_SUPERIORS;) {
    const state = await streams.stateOf(people, at);
    at = state.status === 'here' ? state.reportsTo : null;
    if (at !== null) superiors.push(at);
  }
  return superiors;
}
