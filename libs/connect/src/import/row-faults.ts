import { CellWrong } from './import-errors.js';

/** What is wrong with a row, by column ('' : with the row as a whole). */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

/** Gathers what is wrong with a row, each thing once. */
export class RowFaults {
  readonly #row: number;
  readonly #faults = new Map<string, RowFault>();

  constructor(row: number) {
    this.#row = row;
  }

  /** What was read. Where the cell is wrong it is nothing, and must not be used: the row is given up when all its cells are read. */
  take<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CellWrong)) throw error;
      const { column, reason } = error;
      this.#faults.set(`${column}\n${reason}`, { row: this.#row, column, reason });
      return undefined as T;
    }
  }

  any(): boolean {
    return this.#faults.size > 0;
  }

  get all(): readonly RowFault[] {
    return [...this.#faults.values()];
  }
}
