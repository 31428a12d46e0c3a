import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Personal text as an event holds it: the id of its key, and base64url of ciphertext and tag. */
export interface Sealed {
  readonly $personal: string;
  readonly c: string;
}

/** A sealed text that does not belong to this key, event and path, or was changed. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
  readonly eventId: string;
  readonly path: string;

  constructor(eventId: string, path: string) {
    super(`the personal text at ${path} of event ${eventId} is not what was sealed`);
    this.eventId = eventId;
    this.path = path;
  }
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_CHARACTERS = 22;

/** The id of the key of one field of one event: the same whenever it is asked for, so that a retried command finds its key. */
export function keyIdOf(eventId: string, path: string): string {
  return createHash('sha256')
    .update(`gravitas key id\0${place(eventId, path)}`)
    .digest('base64url')
    .slice(0, KEY_ID_CHARACTERS);
}

/** A key that follows from a seed: for demo logs alone, which are equal on every machine and protect nobody. */
export function deriveKey(seed: string, keyId: string): Buffer {
  return createHmac('sha256', seed).update(`gravitas demo key\0${keyId}`).digest();
}

/**
 * AES-256-GCM, bound to event and path. The nonce follows from the key and the place; as no key serves two places, none is used
 * twice, and sealing again gives the same bytes.
 */
export function seal(key: Uint8Array, eventId: string, path: string, plaintext: string): Sealed {
  // Bytes as a key cost several times as much as the ciphering itself: once here, not at each use.
  const secret = createSecretKey(key);
  const cipher = createCipheriv(CIPHER, secret, nonceOf(secret, eventId, path), { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place(eventId, path)));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { $personal: keyIdOf(eventId, path), c: sealed.toString('base64url') };
}

/** @throws NotAuthentic */
export function open(key: Uint8Array, eventId: string, path: string, { c }: Sealed): string {
  const sealed = Buffer.from(c, 'base64url');
  // The second test refuses other spellings of the same bytes, which the tag does not see.
  if (sealed.length < TAG_BYTES || sealed.toString('base64url') !== c) throw new NotAuthentic(eventId, path);
  const secret = createSecretKey(key);
  const decipher = createDecipheriv(CIPHER, secret, nonceOf(secret, eventId, path), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place(eventId, path)));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new NotAuthentic(eventId, path);
  }
}

function nonceOf(key: KeyObject, eventId: string, path: string): Buffer {
  return createHmac('sha256', key).update(place(eventId, path)).digest().subarray(0, NONCE_BYTES);
}

/** Neither an id nor the first part of a path can hold the separator, so that two places never have one spelling. */
function place(eventId: string, path: string): string {
  return `${eventId}\0${path}`;
}
