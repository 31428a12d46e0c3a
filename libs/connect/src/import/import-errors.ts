/** Something is wrong with what the import was given as a whole: nothing was written. */
export abstract class ImportRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The mapping breaks a rule of its schema, contradicts itself, or asks for what the product refuses. */
export class MappingInvalid extends ImportRefused {
  /** `path` is a JSON pointer: `/setup/people/2/level`. */
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`mapping: ${path || 'the whole'} ${rule}`);
  }
}

/** The file lacks columns that the mapping names. */
export class ColumnsMissing extends ImportRefused {
  constructor(
    readonly columns: readonly string[],
    delimiter: string,
  ) {
    super(`the file, taken apart at ${JSON.stringify(delimiter)}, has no column ${list(columns)}`);
  }
}

/** The file has several columns of one name, and the mapping names it. */
export class ColumnsRepeated extends ImportRefused {
  constructor(readonly columns: readonly string[]) {
    super(`the file has more than one column ${list(columns)}`);
  }
}

/** Two date formats fit (03/04/2011): the mapping or --dates must say which is meant. */
export class DatesAmbiguous extends ImportRefused {
  constructor(column: string, formats: readonly string[]) {
    super(`the dates of "${column}" can be read as ${formats.join(' and as ')}: say which with --dates or in the mapping (source.dates)`);
  }
}

/** No known date format fits the column. */
export class DatesUnknown extends ImportRefused {
  constructor(column: string, example: string) {
    super(`the dates of "${column}" are of no known form, such as "${example.slice(0, 40)}"`);
  }
}

/** The file is empty or has a header alone. */
export class FileEmpty extends ImportRefused {}

/** The file is no text that could be read. */
export class FileUnreadable extends ImportRefused {}

/** `--strict`: a row is wrong, so nothing is imported. */
export class RowsWrong extends ImportRefused {
  constructor(readonly count: number) {
    super(`${count} ${count === 1 ? 'row is' : 'rows are'} wrong, and --strict was given: nothing was imported`);
  }
}

/** The log holds an event later than something that the history has still to tell. */
export class HistoryBehindLog extends ImportRefused {
  constructor(next: string, logTime: string) {
    super(
      `the history goes on at ${next}, but the log already holds an event of ${logTime}: import a history into a data folder of its own`,
    );
  }
}

/** There is an organisation, and it does not have the mapping's programme. */
export class ProgrammeUnknown extends ImportRefused {
  constructor(programme: string) {
    super(`the organisation has no programme ${programme}: start it first, or import into a data folder of its own`);
  }
}

/** What follows from a row was refused when its turn came: what came before it stands in the log. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';
  constructor(place: string, cause: Error) {
    super(`${place}: ${cause.message}`, { cause });
  }
}

/** One cell is wrong: the row is reported and left out. `column` '' : the row as a whole. */
export class CellWrong extends Error {
  override readonly name = 'CellWrong';
  constructor(
    readonly column: string,
    readonly reason: string,
  ) {
    super(`${column}: ${reason}`);
  }
}

export function wrongCell(column: string, reason: string): never {
  throw new CellWrong(column, reason);
}

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
