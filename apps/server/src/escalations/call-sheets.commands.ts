import type { CallSheetCommand } from '#domain';
import { ACTING } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { StatementDto } from '../http/statement.dto.js';
import { RecordContactDto } from './escalations.dto.js';

export const callSheetCommands = commandRows<CallSheetCommand, never, 'OpenCallSheet'>()({
  RecordContact: {
    at: ':callSheet/record-contact',
    body: RecordContactDto,
    by: ACTING,
    does: "Record a call with a partner's senior person",
    example: { note: 'Went through all five; they send a second truck.', minutes: 20 },
  },
  CloseCallSheet: {
    at: ':callSheet/close',
    body: StatementDto,
    by: ACTING,
    does: 'Close a call sheet',
    example: {},
    command: ({ occurredAt: _, ...said }) => ({ ...said, because: 'hand' }),
  },
});
