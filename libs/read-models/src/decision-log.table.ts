import type { DecisionLogEntry } from './decision-log.js';
import type { LabelDatabase } from './labels.js';
import type { positions } from './store/positions.js';
import { table, type DatabaseOf, type RowOf } from './store/table.js';

/** Each version of each entry of the decision log: as made, in effect, withdrawn, superseded. */
export const decisionTable = table({
  name: 'decision',
  kind: 'temporal',
  key: 'id',
  columns: {
    id: 'text',
    decided_index: 'integer',
    at: 'text',
    programme: 'text',
    region: 'text?',
    partner: 'text?',
    issue: 'text',
    escalation: 'text?',
    level: 'integer',
    decider: 'text?',
    verdict: 'text',
    self_decided: 'integer',
    commitment: 'integer',
    /** 1: taken back before its effect. */
    undone: 'integer',
    title_ref: 'integer?',
    decision_ref: 'integer?',
    rationale_ref: 'integer?',
    doc: 'json',
  },
  indexes: [
    { columns: ['decided_index'], of: 'now' },
    { columns: ['decider', 'decided_index'], of: 'now' },
    { columns: ['programme', 'decided_index'], of: 'now' },
    { columns: ['partner', 'decided_index'], of: 'now' },
    { columns: ['issue', 'decided_index'], of: 'now' },
    { columns: ['at'] },
    { columns: ['span', 'from_index', 'to_index', 'decided_index', 'id'], of: 'past' },
  ],
});

export type DecisionDatabase = DatabaseOf<typeof decisionTable | typeof positions> & LabelDatabase;
export type StoredDecision = RowOf<typeof decisionTable>;

/** What no query looks into; words as refs. */
export type DecisionDoc = Pick<DecisionLogEntry, 'option' | 'coveredMinor' | 'grant' | 'decisionGroup' | 'playbook' | 'supersedes'> & {
  readonly reportedBy: string | null;
  readonly to: string | null;
  readonly optionsConsidered: readonly (number | null)[];
  readonly outcome: { readonly verdict: 'as_hoped' | 'mixed' | 'worse'; readonly lesson: number | null } | null;
  readonly inEffect: boolean;
  readonly withdrawn: boolean;
  readonly superseded: boolean;
};
