import { noun } from '../noun.js';
import { deadLetters as letters, people, sources } from '../views.js';

export const source = noun({
  name: 'source',
  rules: sources,
  idOf: (command) => command.source,
  context: async ({ command, streams }) => ({ feed: await streams.stateOf(people, 'feed' in command ? command.feed : null) }),
});

/** What could not be understood of a source: its id is the source's. */
export const deadLetters = noun({
  name: 'deadletters',
  rules: letters,
  idOf: (command) => command.source,
  context: async ({ command, streams }) => ({ sourceState: await streams.stateOf(sources, command.source) }),
});
