import type { BulkReport } from '#connect';
import { flag, list, named, object, text, whole } from '../http/schema.js';

export const bulkReport = named<BulkReport>('BulkReport', {
  kind: text('people'),
  dryRun: flag(),
  rowsRead: whole(3),
  rowsRejected: whole(1),
  added: whole(1),
  changed: whole(1),
  unchanged: whole(0),
  eventsAppended: whole(4),
  faults: list(
    object<BulkReport['faults'][number]>({ row: whole(2), column: text('level'), reason: text('must be an integer from 1 to 3') }),
  ),
});
