import { createHmac } from 'node:crypto';
import { canonicalBytes } from '#ledger';

/**
 * HMAC-SHA-256 over canonical JSON, in hex. Keyed, because the log is for ever: with a bare hash, somebody could confirm a guess
 * of a text long after it was erased.
 * @throws NotCanonical
 */
export function keyedHash(secret: Uint8Array, value: unknown): string {
  return createHmac('sha256', secret).update(canonicalBytes(value)).digest('hex');
}
