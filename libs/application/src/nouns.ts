import { callSheet } from './nouns/call-sheet.js';
import { escalation } from './nouns/escalation.js';
import { issue } from './nouns/issue.js';
import { calendar, order, partner, programme, site } from './nouns/master-data.js';
import { person } from './nouns/person.js';
import { playbook, policy, policyBook } from './nouns/policy.js';
import { deadLetters, source } from './nouns/source.js';

/** Everything that takes commands. A new noun is one entry. */
export const nouns = {
  person,
  programme,
  site,
  partner,
  order,
  calendar,
  policy,
  policyBook,
  playbook,
  issue,
  escalation,
  callSheet,
  source,
  deadLetters,
};
