import { At, Code, Flag, OneOf, Text, Whole } from '../http/fields.dto.js';
import { Lines } from '../http/fields.dto.js';
import { ReasonDto, StatementDto } from '../http/statement.dto.js';
import { DecisionDto } from '../decisions/decision.dto.js';

/** With or without a reason. */
export class PerhapsReasonDto extends StatementDto {
  @Text({ nullable: true }) readonly reason: string | null = null;
}

export class ReassignDto extends PerhapsReasonDto {
  @Code({ says: 'Another leader.' }) readonly to: string;
}

export class SnoozeDto extends StatementDto {
  @At({ says: 'Not beyond the clock by which it must be decided.' }) readonly until: string;
  @Flag({ optional: true, says: 'A new fact ends it, too.' }) readonly untilFactChanges: boolean = false;
}

export class AskQuestionDto extends StatementDto {
  @Code({ says: 'Who is asked.' }) readonly of: string;
  @Text() readonly question: string;
}

export class AnswerQuestionDto extends StatementDto {
  @Code() readonly questionId: string;
  @Text() readonly answer: string;
}

export class DecideDto extends DecisionDto {
  @Code({ nullable: true, says: 'The same on each escalation that one decision is for.' }) readonly decisionGroup: string | null = null;
}

export class SupersedeDecisionDto extends DecideDto {
  @Whole(0, Number.MAX_SAFE_INTEGER, { says: 'Revision of the decision in force.' }) readonly supersedes: number;
}

export class ReturnDto extends StatementDto {
  @Text() readonly guidance: string;
}

export class HandOverDto extends StatementDto {
  @Code() readonly to: string;
  @Text({ says: 'What good looks like.' }) readonly goodLooksLike: string;
}

export class ReportDecisionDto extends DecisionDto {
  @Code({ says: 'Who decided it, in a conversation.' }) readonly decider: string;
  @At() readonly saidAt: string;
}

export class ConfirmReportDto extends StatementDto {
  @Code() readonly reportId: string;
  @Text() readonly decision: string;
  @Text() readonly rationale: string;
  @Lines(10, 500, { optional: true }) readonly optionsConsidered: string[] = [];
}

export class DenyReportDto extends ReasonDto {
  @Code() readonly reportId: string;
}

export class ReviewOutcomeDto extends StatementDto {
  @OneOf(['as_hoped', 'mixed', 'worse']) readonly verdict: 'as_hoped' | 'mixed' | 'worse';
  @Text() readonly lesson: string;
}

export class RecordContactDto extends StatementDto {
  @Text() readonly note: string;
  @Whole(1, 1440, { says: 'Minutes of attention.' }) readonly minutes: number;
}
