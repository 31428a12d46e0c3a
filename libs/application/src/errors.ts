import { DomainError } from '#domain';

/** The same Idempotency-Key came before, with another body or for another route. */
export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'invalid';
  constructor() {
    super('the Idempotency-Key was used for another command', 'Idempotency-Key');
  }
}

/** The caller's `If-Match` is not the revision at which the stream stands. */
export class RevisionMismatch extends DomainError {
  readonly kind = 'conflict';
  readonly expected: number;
  /** The last revision; −1 if there is no such stream. */
  readonly actual: number;

  constructor(stream: string, expected: number, actual: number) {
    super(`${stream} stands at revision ${actual}, not ${expected}`, 'If-Match');
    this.expected = expected;
    this.actual = actual;
  }
}

/** Others kept writing to the stream while this command was decided: give it again. */
export class StreamContended extends DomainError {
  readonly kind = 'conflict';
  constructor(stream: string) {
    super(`${stream} changed each time this command was decided`);
  }
}

/** No token, person or session like this, or not any more. Why is not told. */
export class NotAuthenticated extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('the credentials are not valid');
  }
}

/** A fold has not reached a position in the time that the caller was ready to wait. */
export class NotCaughtUp extends DomainError {
  readonly kind = 'conflict';
  constructor(subscriber: string) {
    super(`${subscriber} has not reached the position yet`);
  }
}

/** The process ends while it waits for what another one does. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
  constructor() {
    super('the process stops');
  }
}

/** A stored row is not what was written. It was dropped, with all of its fold: the next start folds the log from its beginning. */
export class SnapshotDamaged extends Error {
  override readonly name = 'SnapshotDamaged';
  constructor(fold: string, options?: ErrorOptions) {
    super(`the stored state of ${fold} is damaged; the next start makes it anew from the log`, options);
  }
}

/** The database gave up what was being stored: nothing of it stands. The next time all of it is written again. */
export class SnapshotBrokenOff extends Error {
  override readonly name = 'SnapshotBrokenOff';
  constructor(fold: string) {
    super(`the state of ${fold} was not stored: its database gave up in the midst of it`);
  }
}
