import type { DomainEvent, InputCode, IssueCommand, Recorded } from '#domain';
import { Dice } from './dice.js';
import { WORKING_DAY } from './manager-plans.js';
import { ANSWERS } from './reasons.js';
import type { Stage } from './stage.js';
import { afterWork } from './story-time.js';

type Changes = Extract<IssueCommand, { type: 'AmendIssue' }>['changes'];

/** Who is asked, answers: managers the one question that decides where their issue goes, anybody a leader's question. */
export function letPeopleAnswer(stage: Stage): void {
  const asked = new Set<string>();
  stage.watch((event: Recorded<DomainEvent>) => {
    if (event.type === 'QuestionAsked') answerLater(stage, event.stream.slice('escalation-'.length), event.data.questionId, event.data.of);
    if (event.type !== 'IssueRouted' || !event.data.changed || event.data.question === null) return;
    // Each issue is asked about once: who does not know it then does not know it.
    if (!asked.has(event.data.issue)) stateLater(stage, event.data.issue, event.data.question);
    asked.add(event.data.issue);
  });
}

function stateLater(stage: Stage, issue: string, input: InputCode): void {
  const dice = new Dice(stage.seed, `input/${issue}`);
  stage.later(dice.between(15, 100), dice, async () => {
    const seen = stage.world.caseOf(issue);
    const owner = stage.world.ownerOf(seen);
    const changes = changesFor(input, stage, dice);
    if (owner === null || changes === null || seen.issue.status !== 'open' || stage.reserved.has(issue)) return;
    await stage.give(owner, 'issue', { type: 'AmendIssue', changes }, issue);
  });
}

function changesFor(input: InputCode, stage: Stage, dice: Dice): Changes | null {
  if (input === 'VISIBILITY') return { visibility: dice.weighted([[70, 0], [20, 1], [10, 2]]) }; // prettier-ignore
  if (input === 'NEEDED_BY') return { neededBy: afterWork(stage.now(), dice.between(2 * WORKING_DAY, 9 * WORKING_DAY)) };
  return null;
}

function answerLater(stage: Stage, escalation: string, questionId: string, of: string): void {
  const dice = new Dice(stage.seed, `answer/${questionId}`);
  stage.later(dice.between(10, 70), dice, async () => {
    const state = stage.world.escalations.get(escalation);
    if (state === undefined || stage.world.live(state) === null || stage.reserved.has(state.issue)) return;
    if (state.question?.questionId !== questionId) return;
    await stage.give(of, 'escalation', { type: 'AnswerQuestion', questionId, answer: dice.pick(ANSWERS) }, escalation);
  });
}
