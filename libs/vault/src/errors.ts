/** Root of the vault's errors. `retry` is true if the same call may succeed later, unchanged. */
export abstract class VaultError extends Error {
  readonly retry: boolean = false;
}

export class InvalidKey extends VaultError {
  override readonly name = 'InvalidKey';
  readonly field: string;

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`);
    this.field = field;
  }
}

/** A key of this id was erased: what it sealed must not come back under a new one. */
export class KeyErased extends VaultError {
  override readonly name = 'KeyErased';
  readonly keyId: string;

  constructor(keyId: string) {
    super(`key ${keyId} was erased`);
    this.keyId = keyId;
  }
}

/** Too many calls wait: try again shortly (HTTP 503 with `Retry-After`). */
export class VaultBusy extends VaultError {
  override readonly name = 'VaultBusy';
  override readonly retry = true;

  constructor() {
    super('the vault has too many calls waiting');
  }
}

export class VaultClosed extends VaultError {
  override readonly name = 'VaultClosed';

  constructor(options?: ErrorOptions) {
    super('the vault is closed', options);
  }
}

/** The vault was written by a newer version of the product than this one. Nothing was changed. */
export class VaultTooNew extends VaultError {
  override readonly name = 'VaultTooNew';

  constructor(location: string) {
    super(`${location} was written by a newer version of Gravitas: start that version or a later one`);
  }
}

/** No room on the disk: nothing was written. */
export class VaultFull extends VaultError {
  override readonly name = 'VaultFull';
  override readonly retry = true;

  constructor() {
    super('no room left for the vault');
  }
}

/** The disk or driver failed: nothing was acknowledged. */
export class VaultFailed extends VaultError {
  override readonly name = 'VaultFailed';
  override readonly retry = true;
}
