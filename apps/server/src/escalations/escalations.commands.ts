import type { EscalationCommandOfPeople, Instant } from '#domain';
import { ACTING } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { ReasonDto, StatementDto } from '../http/statement.dto.js';
import {
  AnswerQuestionDto,
  AskQuestionDto,
  ConfirmReportDto,
  DecideDto,
  DenyReportDto,
  HandOverDto,
  PerhapsReasonDto,
  ReassignDto,
  ReportDecisionDto,
  ReturnDto,
  ReviewOutcomeDto,
  SnoozeDto,
  SupersedeDecisionDto,
} from './escalations.dto.js';

/** What people do to an escalation. Of what the system does, one thing is done by hand, too. */
export type EscalationCommandByHand = { readonly occurredAt?: Instant } & (
  EscalationCommandOfPeople | { readonly type: 'EndSnooze'; readonly because: 'hand' }
);

const by = ACTING;
const decided = { option: 'recommended', decision: 'Approved: the night shift.', rationale: 'A week late costs more than the shift.' };

export const escalationCommands = commandRows<EscalationCommandByHand>()({
  Acknowledge: { at: ':escalation/acknowledge', body: StatementDto, by, does: 'Say that an escalation was seen', example: {} },
  Claim: { at: ':escalation/claim', body: StatementDto, by, does: 'Answer for an escalation from now on', example: {} },
  Release: {
    at: ':escalation/release',
    body: PerhapsReasonDto,
    by,
    does: 'Let go of a claim',
    example: { reason: 'Dana knows this carrier.' },
  },
  Reassign: { at: ':escalation/reassign', body: ReassignDto, by, does: 'Give an escalation to another leader', example: { to: 'lee' } },
  Snooze: {
    at: ':escalation/snooze',
    body: SnoozeDto,
    by,
    does: 'Set an escalation aside until a time or a fact',
    example: { until: '2026-11-24T09:00:00.000Z' },
  },
  EndSnooze: {
    at: ':escalation/end-snooze',
    body: StatementDto,
    by,
    does: 'Take up again what was set aside',
    example: {},
    command: (said) => ({ ...said, because: 'hand' }),
  },
  AskQuestion: {
    at: ':escalation/ask-question',
    body: AskQuestionDto,
    by,
    does: 'Ask one question about an escalation',
    says: 'The id of the question stands in the event that the answer names.',
    example: { of: 'dana', question: 'Is a second truck to be had?' },
    command: (said, { ids }) => ({ ...said, questionId: ids.derived('question') }),
  },
  AnswerQuestion: {
    at: ':escalation/answer-question',
    body: AnswerQuestionDto,
    by,
    does: 'Answer a question',
    example: { questionId: '0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f', answer: 'Yes, from Friday on.' },
  },
  Decide: {
    at: ':escalation/decide',
    body: DecideDto,
    by,
    does: 'Decide an escalation',
    says: 'It takes effect 10 seconds later; a withdrawal before that prevents it.',
    example: decided,
  },
  ReturnWithGuidance: {
    at: ':escalation/return',
    body: ReturnDto,
    by,
    does: 'Send an escalation back with advice',
    example: { guidance: 'Ask the depot first.' },
  },
  HandOver: {
    at: ':escalation/hand-over',
    body: HandOverDto,
    by,
    does: 'Let somebody else decide an escalation',
    example: { to: 'dana', goodLooksLike: 'All 1,792 in place on Friday.' },
  },
  StepUp: {
    at: ':escalation/step-up',
    body: ReasonDto,
    by,
    does: 'Pass an escalation to the next level',
    example: { reason: 'It needs a waiver.' },
  },
  WithdrawDecision: {
    at: ':escalation/withdraw-decision',
    body: PerhapsReasonDto,
    by,
    does: 'Take back a decision',
    example: { reason: null },
  },
  SupersedeDecision: {
    at: ':escalation/supersede-decision',
    body: SupersedeDecisionDto,
    by,
    does: 'Decide anew in place of the decision in force',
    example: { ...decided, supersedes: 3 },
  },
  ReportDecision: {
    at: ':escalation/report-decision',
    body: ReportDecisionDto,
    by,
    does: 'Tell what somebody decided in a conversation',
    says: 'It takes effect when they confirm it in their own session.',
    example: { ...decided, decider: 'lee', saidAt: '2026-11-23T12:00:00.000Z' },
    command: (said, { ids }) => ({ ...said, reportId: ids.derived('report') }),
  },
  ConfirmReport: {
    at: ':escalation/confirm-report',
    body: ConfirmReportDto,
    by,
    does: 'Confirm what was reported',
    example: { reportId: '0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f', decision: decided.decision, rationale: decided.rationale },
  },
  DenyReport: {
    at: ':escalation/deny-report',
    body: DenyReportDto,
    by,
    does: 'Deny what was reported',
    example: { reportId: '0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f', reason: 'I asked for an offer first.' },
  },
  ReviewOutcome: {
    at: ':escalation/review-outcome',
    body: ReviewOutcomeDto,
    by,
    does: 'Say how a decision turned out',
    example: { verdict: 'as_hoped', lesson: 'The night shift is worth its price.' },
  },
  RenewTimeBox: {
    at: ':escalation/renew-time-box',
    body: ReasonDto,
    by,
    does: 'Keep an escalation for another time box',
    example: { reason: 'Two sites to go.' },
  },
  WithdrawEscalation: {
    at: ':escalation/withdraw',
    body: ReasonDto,
    by,
    does: 'Take back a request to go up',
    example: { reason: 'The truck has come.' },
  },
});
