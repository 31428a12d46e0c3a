/** Root of what the care of a data folder refuses: each says in one sentence what is wrong and what to do. */
export abstract class CareError extends Error {
  /** The same call would fail again. */
  readonly retry = false;
}

/** A log that holds entries has lost what keys its hashes. */
export class SecretMissing extends CareError {
  override readonly name = 'SecretMissing';
  constructor(file: string) {
    super(`${file} is missing, and the log is not empty: bring the file back from where the log was made, or from the backup of the vault`);
  }
}

export class SecretUnreadable extends CareError {
  override readonly name = 'SecretUnreadable';
  constructor(file: string) {
    super(`${file} does not hold 64 hexadecimal digits`);
  }
}
