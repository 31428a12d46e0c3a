import { describe, expect, it } from '@jest/globals';
import type { ImportPlan } from '#connect';
import { importText, type ImportAnswer } from './import-text.js';

const FAULTS = [
  { row: 4, column: 'Way', reason: 'is empty' },
  { row: 4, column: 'Due', reason: 'is empty' },
  { row: 9, column: '', reason: 'has 3 cells where the header has 4' },
];
const answer: ImportAnswer = {
  importId: 'i', rowsRead: 12, rowsRejected: 5, issueLines: 4, issuesFiled: 2, issuesKnown: 1, eventsAppended: 30, recognised: false,
  byLevel: { L1: 1, L2: 1 }, byYear: {}, faults: FAULTS,
}; // prettier-ignore
const text = (changes: Partial<ImportAnswer> = {}, dryRun = false): readonly string[] => {
  const all = { ...answer, ...changes };
  return importText(all, { faults: all.faults, rowsRejected: all.rowsRejected } as ImportPlan, dryRun).split('\n');
};

describe('the answer to an import', () => {
  it('says what is wrong, row by row, and then what came of the others', () => {
    expect(text()).toEqual([
      'row 4, Way: is empty',
      'row 4, Due: is empty',
      'row 9: has 3 cells where the header has 4',
      'and 3 more rows',
      '12 rows, 5 rejected; 4 lines of 3 issues, 1 known already; 1 sent to L1, 1 sent to L2; 30 events written.',
    ]);
  });

  it('counts one as one, and says what a rehearsal would have done', () => {
    const one = { rowsRead: 1, rowsRejected: 0, issueLines: 1, issuesFiled: 1, issuesKnown: 0, eventsAppended: 1, byLevel: {}, faults: [] };
    expect(text(one, true)).toEqual(['1 row, 0 rejected; 1 line of 1 issue; 1 event would be written.']);
  });

  it('says that there was nothing to add', () => {
    expect(text({ recognised: true, faults: [], rowsRejected: 0 })).toEqual(['All of this was imported before: nothing was added.']);
  });
});
