import { DECISION_OPTIONS } from '#domain';
import { VERDICTS, type DecisionLogEntry } from '#read-models';
import { at, eventIndex, flag, id, list, named, object, oneOf, orNull, text, whole } from '../http/schema.js';
import { pageOf, personLabel, programme } from '../http/view-parts.js';

export const decisionEntry = named<DecisionLogEntry>('DecisionLogEntry', {
  id: text('escalation-0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f@3'),
  index: eventIndex,
  at,
  verdict: oneOf(VERDICTS),
  status: oneOf(['pending', 'in_effect', 'undone', 'withdrawn', 'superseded'], 'in_effect'),
  issue: id,
  issueTitle: orNull(text('1,792 tablets for Moss Ridge are late')),
  escalation: orNull(id),
  programme,
  region: orNull(text('South')),
  partner: orNull(text('northline')),
  level: whole(2),
  by: orNull(personLabel),
  reportedBy: orNull(personLabel, { shown: false }),
  option: orNull(oneOf(DECISION_OPTIONS)),
  decision: orNull(text('Approved: the night shift.')),
  rationale: orNull(text('A week late costs more than the shift.')),
  optionsConsidered: list(orNull(text('Wait for Monday.'))),
  commitmentMinor: whole(2_400_000),
  coveredMinor: whole(2_400_000),
  grant: orNull(object<NonNullable<DecisionLogEntry['grant']>>({ person: text('lee'), grantId: text('spend-250k') })),
  selfDecided: flag(),
  decisionGroup: orNull(text('night-shift'), { shown: false }),
  playbook: orNull(text('late-carrier'), { shown: false }),
  to: orNull(personLabel, { shown: false }),
  supersedes: orNull(text('escalation-0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f@1'), { shown: false }),
  outcome: orNull(
    object<NonNullable<DecisionLogEntry['outcome']>>({
      verdict: oneOf(['as_hoped', 'mixed', 'worse']),
      lesson: orNull(text('Worth its price.')),
    }),
  ),
});

export const decisionPage = pageOf('DecisionLogPage', decisionEntry);

export interface DecisionCounts {
  readonly byManagers: number;
  readonly byLeaders: number;
  readonly byStandingOrder: number;
}
export const decisionCounts = named<DecisionCounts>('DecisionCounts', {
  byManagers: whole(214),
  byLeaders: whole(12),
  byStandingOrder: whole(1),
});
