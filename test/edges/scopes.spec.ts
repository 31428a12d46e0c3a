import { scopesHold } from './scopes.js';

/** A few of them; the long suite has every role from everywhere. */
const STRANGERS = [
  ['leader', 'another programme'],
  ['manager', 'another region'],
] as const;

scopesHold(STRANGERS, ['assistant', 'service']);
