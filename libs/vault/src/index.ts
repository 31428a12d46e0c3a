export { deriveKey, keyIdOf, NotAuthentic } from './cipher.js';
export type { Sealed } from './cipher.js';
export { InvalidPersonal, keyIdsIn, sealPersonal, unsealPersonal } from './personal.js';
export type { NewKey, Personal, Plain, SealedEvent, Unsealed } from './personal.js';
export { InvalidKey, KeyErased, VaultBusy, VaultClosed, VaultError, VaultFailed, VaultFull, VaultTooNew } from './errors.js';
export { KEY_BYTES } from './vault.js';
export type { DataKey, KeptKey, ReadableVault, Vault } from './vault.js';
export { openSecret, sealSecret } from './secret-box.js';
