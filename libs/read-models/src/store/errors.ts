/** The log holds an event that this version of Gravitas does not know: folding on would lose it in silence. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  readonly type: string;
  readonly schema: number;
  readonly index: number;

  constructor(type: string, schema: number, index: number) {
    super(`entry ${index} is of type ${type}, schema ${schema}, which the read models do not know`);
    this.type = type;
    this.schema = schema;
    this.index = index;
  }
}

/** Entries are missing between what a view has and what it is given. */
export class LogGap extends Error {
  override readonly name = 'LogGap';

  constructor(view: string, expected: number, given: number) {
    super(`${view} needs entry ${expected} next, but was given entry ${given}`);
  }
}

/** A projection asked for a row that it had not loaded: it would mistake "not read" for "not there". */
export class RowNotLoaded extends Error {
  override readonly name = 'RowNotLoaded';

  constructor(table: string) {
    super(`a row of ${table} is used that was not loaded for this batch`);
  }
}

/** The database cannot be reached now: nothing was read, and of a batch nothing may be relied on. */
export class ReadModelsAway extends Error {
  override readonly name = 'ReadModelsAway';
  readonly retry = true;

  constructor(options?: ErrorOptions) {
    super('the read models cannot be reached now', options);
  }
}

/** What is stored is not what this process stored last: another one did, or the database lost its last batches in a crash. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
  readonly retry = true;

  constructor() {
    super('the read models do not stand where this process left them');
  }
}

/** Another process keeps the read models now: nothing of the batch was written. */
export class TurnOver extends Error {
  override readonly name = 'TurnOver';

  constructor() {
    super('another process keeps the read models now');
  }
}
