import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '#ledger';
import type { NewId } from './ids.js';

/** What stands in a token: where to look it up, and the secret that proves it. */
export interface TokenParts {
  readonly person: string;
  readonly tokenId: string;
  readonly secret: string;
}

/** A new token: the text is shown once, the hash goes into the command `IssueToken`. */
export interface MintedToken {
  readonly text: string;
  readonly tokenId: string;
  readonly secretHash: string;
}

const SECRET_BYTES = 32;
const TEXT = /^gvt_([A-Za-z0-9][A-Za-z0-9_-]{0,63})~([A-Za-z0-9][A-Za-z0-9-]{0,63})_([A-Za-z0-9_-]{43})$/;

/** `secret`: 32 random bytes; the demo gives its own, which follow from its seed. */
export function mintToken(person: string, newId: NewId, secret: Uint8Array = randomBytes(SECRET_BYTES)): MintedToken {
  const tokenId = newId();
  const words = Buffer.from(secret).toString('base64url');
  return { text: `gvt_${person}~${tokenId}_${words}`, tokenId, secretHash: sha256Hex(words) };
}

/** `gvt_<person>~<token id>_<secret>`; null for anything else. */
export function parseToken(text: string): TokenParts | null {
  const [, person, tokenId, secret] = TEXT.exec(text) ?? [];
  return person === undefined || tokenId === undefined || secret === undefined ? null : { person, tokenId, secret };
}

/** Whether the secret has this SHA-256, in a time that does not tell how much of it was right. */
export function provesSecret(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(secret)), Buffer.from(secretHash.padEnd(64).slice(0, 64)));
}
