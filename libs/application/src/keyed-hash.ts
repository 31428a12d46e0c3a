import { createHmac, createSecretKey } from 'node:crypto';
import { canonicalBytes } from '#ledger';

/**
 * HMAC-SHA-256 over canonical JSON, in hex. Keyed, because the log is for ever: with a bare hash, somebody could confirm a guess
 * of a text long after it was erased.
 * @throws NotCanonical
 */
export function keyedHash(secret: Uint8Array, value: unknown): string {
  // Bytes as a key cost three times as much as a key made of them.
  return createHmac('sha256', createSecretKey(secret)).update(canonicalBytes(value)).digest('hex');
}
