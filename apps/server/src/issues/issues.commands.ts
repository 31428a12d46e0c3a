import type { IssueCommand } from '#domain';
import { DecisionDto } from '../decisions/decision.dto.js';
import { ACTING } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { ReasonDto, StatementDto } from '../http/statement.dto.js';
import {
  AddNoteDto,
  AmendIssueDto,
  AskToGoUpDto,
  CallDelegateDto,
  CallMineDto,
  EndCallDto,
  FileIssueDto,
  LinkAsDuplicateDto,
  ReassignIssueDto,
  ResolveIssueDto,
} from './issues.dto.js';

const by = ACTING;
const reason = 'The carrier confirmed the reload for tonight.';

/** What people do to an issue. */
export const issueCommands = commandRows<IssueCommand>()({
  FileIssue: {
    at: '',
    body: FileIssueDto,
    by,
    creates: (id) => `issues/${id}`,
    routes: true,
    does: 'File an issue',
    says: 'What is left out is unknown; the route says which answer would decide it.',
    example: {
      programme: 'tablets',
      title: '1,792 tablets for Moss Ridge are late',
      kind: 'late',
      site: 'moss-ridge',
      partner: 'northline',
      order: 'PO-118',
      units: 1792,
      neededBy: '2026-12-04T14:00:00.000Z',
      ask: { action: 'spend', spend: { minor: 2_400_000, currency: 'USD' }, recommendation: 'Pay for the night shift.' },
    },
  },
  AmendIssue: {
    at: ':issue/amend',
    body: AmendIssueDto,
    by,
    routes: true,
    does: 'Change what is known of an issue',
    example: { changes: { units: 1400, visibility: 2 } },
  },
  LinkAsDuplicate: {
    at: ':issue/link-as-duplicate',
    body: LinkAsDuplicateDto,
    by,
    does: 'Close an issue as the same as another, which goes on',
    example: { of: 'original' },
  },
  AddNote: {
    at: ':issue/add-note',
    body: AddNoteDto,
    by,
    does: 'Add a note to the discussion',
    example: { text: 'Called the depot: gate 4 is open again.' },
  },
  AcceptWork: { at: ':issue/accept-work', body: StatementDto, by, does: 'Work on an issue from now on', example: {} },
  ReassignIssue: {
    at: ':issue/reassign',
    body: ReassignIssueDto,
    by,
    does: 'Give an issue to another manager',
    example: { to: 'dana', reason },
  },
  AskToGoUp: {
    at: ':issue/ask-to-go-up',
    body: AskToGoUpDto,
    by,
    routes: true,
    does: 'Ask for an issue to go to the next level',
    says: 'Either an authority is missing, or every lever of the playbook was tried.',
    example: { missingAuthority: 'waiver', tried: 'Asked the carrier for a second truck, twice.' },
  },
  CallMine: {
    at: ':issue/call-mine',
    body: CallMineDto,
    by,
    routes: true,
    does: 'Say "mine" of an issue',
    example: { reason: 'I know this carrier.' },
  },
  CallDelegate: {
    at: ':issue/call-delegate',
    body: CallDelegateDto,
    by,
    routes: true,
    does: 'Say "delegate" of an issue',
    example: { level: 1, reason: 'The team has done this three times.' },
  },
  EndCall: { at: ':issue/end-call', body: EndCallDto, by, routes: true, does: 'End a "mine" or a "delegate"', example: { call: 'mine' } },
  DecideIssue: {
    at: ':issue/decide',
    body: DecisionDto,
    by,
    does: 'Decide an issue that is delegated',
    example: { option: 'recommended', decision: 'Approved: the night shift.', rationale: 'A week late costs more than the shift.' },
  },
  ResolveIssue: {
    at: ':issue/resolve',
    body: ResolveIssueDto,
    by,
    does: 'Close an issue',
    example: { outcome: 'fixed', resolution: 'Delivered at 07:40.' },
  },
  ReopenIssue: {
    at: ':issue/reopen',
    body: ReasonDto,
    by,
    routes: true,
    does: 'Open a closed issue again',
    example: { reason: 'Half of them do not start.' },
  },
  WithdrawIssue: {
    at: ':issue/withdraw',
    body: ReasonDto,
    by,
    does: 'Take back an issue that was filed by mistake',
    example: { reason: 'Filed twice.' },
  },
});
