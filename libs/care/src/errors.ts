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

/** A backup of which something is missing or changed. Nothing was restored. */
export class BackupNotWhole extends CareError {
  override readonly name = 'BackupNotWhole';
  constructor(folder: string, what: string) {
    super(`${folder} is not a whole backup: ${what}`);
  }
}

export class BackupOfOtherFormat extends CareError {
  override readonly name = 'BackupOfOtherFormat';
  constructor(folder: string, found: unknown, known: number) {
    const newer = typeof found === 'number' && found > known;
    const what = typeof found === 'number' ? `format ${found}` : 'no known format';
    super(
      `${folder} is a backup of ${what}, this version restores format ${known}: use ${newer ? 'a later' : 'the'} version that wrote it`,
    );
  }
}

/** A sealed file that the key does not open, or that was changed. Which of them nobody can say. */
export class NotUnsealed extends CareError {
  override readonly name = 'NotUnsealed';
  constructor(file: string, why = 'the key is another one, or the file was changed') {
    super(`${file} could not be unsealed: ${why}`);
  }
}

/** Nothing is written over what is there. */
export class NotEmpty extends CareError {
  override readonly name = 'NotEmpty';
  constructor(folder: string, lost: string | null = null) {
    super(`${folder} is not empty${lost === null ? '' : `; ${lost}`}: nothing was written, name a new folder`);
  }
}

/** What was written down is not what was read: nothing of it is kept. */
export class CopyDiffers extends CareError {
  override readonly name = 'CopyDiffers';
  constructor(what: string, differences: readonly string[]) {
    super(`${what} is not what it should be, and nothing of it is kept: ${differences.join('; ')}`);
  }
}

/** What a log was to be copied into holds something else, or somebody writes to it. */
export class NotACopy extends CareError {
  override readonly name = 'NotACopy';
  constructor(common: number, there: number) {
    super(`the target holds ${there} entries and is no copy of the log: from entry ${common} on it is another`);
  }
}
