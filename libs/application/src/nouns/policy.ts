import { noun } from '../noun.js';
import { people, playbooks, policies, policyBooks, programmes } from '../views.js';

export const policy = noun({
  name: 'policy',
  rules: policies,
  idOf: (command) => command.hash,
  context: async ({ streams, directory }) => ({
    book: await streams.stateOf(policyBooks, 'organisation'),
    administrators: await directory.administrators(),
  }),
});

export const policyBook = noun({
  name: 'policybook',
  rules: policyBooks,
  idOf: (command) => ('scope' in command ? command.scope : 'organisation'),
  async context({ command, streams, directory }) {
    const activates = command.type === 'ActivatePolicy';
    return {
      policy: await streams.stateOf(policies, activates ? command.hash : null),
      programme: await streams.stateOf(programmes, activates && command.scope !== 'organisation' ? command.scope : null),
      administrators: await directory.administrators(),
    };
  },
});

export const playbook = noun({
  name: 'playbook',
  rules: playbooks,
  idOf: (command) => command.playbook,
  async context({ command, state, streams }) {
    const of = command.type === 'OpenPlaybook' ? command.programme : state.status === 'open' ? state.programme : null;
    const [book, programme, associate] = await Promise.all([
      streams.stateOf(policyBooks, 'organisation'),
      streams.stateOf(programmes, of),
      streams.stateOf(people, command.type === 'GiveHandOver' ? command.to : null),
    ]);
    return { book, programme, associate };
  },
});
