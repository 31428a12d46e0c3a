import type { RowFault } from '../import/row-faults.js';

/** What a file came to: the same on the command line (`--json`) and over HTTP. Rows count from 1 below the header. */
export interface BulkReport {
  readonly kind: string;
  readonly dryRun: boolean;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly eventsAppended: number;
  /** The first of them, by row. */
  readonly faults: readonly RowFault[];
}

/** Told one by one; how many more rows are wrong, `rowsRejected` says. */
const MOST_FAULTS = 1000;

/** Counts what becomes of rows. */
export class Tally {
  readonly #faults: RowFault[] = [];
  readonly #rejected = new Set<number>();
  readonly counts = { rowsRead: 0, added: 0, changed: 0, unchanged: 0, eventsAppended: 0 };

  reject(faults: readonly RowFault[]): void {
    for (const fault of faults) {
      this.#rejected.add(fault.row);
      if (this.#faults.length < MOST_FAULTS) this.#faults.push(fault);
    }
  }

  report(kind: string, dryRun: boolean): BulkReport {
    const faults = [...this.#faults].sort((a, b) => a.row - b.row);
    return { kind, dryRun, ...this.counts, rowsRejected: this.#rejected.size, faults };
  }
}
