/** Something is wrong with what the import was given as a whole: nothing was written. */
export abstract class ImportRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The mapping breaks a rule of its schema or contradicts itself. */
export class MappingInvalid extends ImportRefused {
  constructor(
    readonly path: string,
    rule: string,
  ) {
    super(`mapping: ${path || 'the whole'} ${rule}`);
  }
}

/** The file lacks columns that the mapping names. */
export class ColumnsMissing extends ImportRefused {
  constructor(readonly columns: readonly string[]) {
    super(`the file has no column ${columns.map((column) => `"${column}"`).join(', ')}`);
  }
}

/** Two date formats fit every value (03/04/2011): the mapping or --dates must say which is meant. */
export class DatesAmbiguous extends ImportRefused {
  constructor(column: string, formats: readonly string[]) {
    super(`the dates of "${column}" can be read as ${formats.join(' and as ')}: say which with --dates or in the mapping (source.dates)`);
  }
}

/** No known date format fits the column. */
export class DatesUnknown extends ImportRefused {
  constructor(column: string, example: string) {
    super(`the dates of "${column}" are of no known form, such as "${example}"`);
  }
}

/** The file is empty or has a header alone. */
export class FileEmpty extends ImportRefused {}

/** `--strict`: a row is wrong, so nothing is imported. */
export class RowsWrong extends ImportRefused {
  constructor(readonly count: number) {
    super(`${count} rows are wrong, and --strict was given: nothing was imported`);
  }
}

/** The log holds an event later than the history's first instant. */
export class HistoryBehindLog extends ImportRefused {
  constructor(firstInstant: string, logTime: string) {
    super(
      `the history begins at ${firstInstant}, but the log already holds an event of ${logTime}: import a history into a data folder of its own`,
    );
  }
}

/** One cell is wrong: the row is reported and left out. */
export class CellWrong extends Error {
  constructor(
    readonly column: string,
    readonly reason: string,
  ) {
    super(`${column}: ${reason}`);
    this.name = 'CellWrong';
  }
}
