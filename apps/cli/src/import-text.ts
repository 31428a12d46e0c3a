import type { ImportPlan, ImportReport, RowFault } from '#connect';
import type { LevelsAtFiling } from './levels-at-filing.js';

/** What `gravitas import --json` answers. */
export type ImportAnswer = ImportReport & LevelsAtFiling & { readonly faults: readonly RowFault[] };

/** The same for a person: what is wrong, then one line of counts. */
export function importText(answer: ImportAnswer, plan: ImportPlan, dryRun: boolean): string {
  if (answer.recognised) return [...faultLines(plan), 'All of this was imported before: nothing was added.'].join('\n');
  const { rowsRead, rowsRejected, issueLines, issuesFiled, issuesKnown, eventsAppended, byLevel } = answer;
  const levels = Object.entries(byLevel).map(([level, count]) => `${count} sent to ${level}`);
  const counts = [
    `${counted(rowsRead, 'row')}, ${rowsRejected} rejected`,
    `${counted(issueLines, 'line')} of ${counted(issuesFiled + issuesKnown, 'issue')}${issuesKnown === 0 ? '' : `, ${issuesKnown} known already`}`,
    ...(levels.length === 0 ? [] : [levels.join(', ')]),
    `${counted(eventsAppended, 'event')} ${dryRun ? 'would be written' : 'written'}.`,
  ];
  return [...faultLines(plan), counts.join('; ')].join('\n');
}

export function faultLines({ faults, rowsRejected }: Pick<ImportPlan, 'faults' | 'rowsRejected'>): readonly string[] {
  const told = new Set(faults.map(({ row }) => row)).size;
  return [
    ...faults.map(({ row, column, reason }) => `row ${row}${column === '' ? '' : `, ${column}`}: ${reason}`),
    ...(told < rowsRejected ? [`and ${counted(rowsRejected - told, 'more row')}`] : []),
  ];
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
