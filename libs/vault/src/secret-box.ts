import { createHmac } from 'node:crypto';
import { open, seal } from './cipher.js';

/**
 * A secret of somebody else, so that only the organisation's own secret opens it: for what must be known again (to check a signature),
 * and must not be read by whoever reads the log. `place` names what it is for; no place may hold two secrets.
 * @returns base64url
 */
export function sealSecret(organisationSecret: Uint8Array, place: string, secret: string): string {
  return seal(keyFor(organisationSecret, place), place, WHAT, secret).c;
}

/** @throws NotAuthentic it was sealed for another place, by another organisation, or changed */
export function openSecret(organisationSecret: Uint8Array, place: string, sealed: string): string {
  return open(keyFor(organisationSecret, place), place, WHAT, { $personal: '', c: sealed });
}

const WHAT = 'secret';

function keyFor(organisationSecret: Uint8Array, place: string): Buffer {
  return createHmac('sha256', organisationSecret).update(`gravitas secret box\0${place}`).digest();
}
