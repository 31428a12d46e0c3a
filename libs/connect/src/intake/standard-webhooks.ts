import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { toMillis, type Instant } from '#domain';
import { readObject, type Message } from './message.js';

/** Made for nobody we know, too long ago, or ahead of time. Which, is not told. */
export class SignatureRefused extends Error {
  override readonly name = 'SignatureRefused';
  constructor() {
    super('the signature does not prove where the message comes from');
  }
}

/** As the specification has it: whoever recorded a message cannot send it again for longer than this. */
const TOLERANCE_SECONDS = 300;
const ID = /^[\x21-\x7e]{1,256}$/;
const TIMESTAMP = /^\d{1,12}$/;

export interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * A message signed by one of the secrets (an old and a new one, while they are changed).
 * @throws SignatureRefused
 * @throws MessageMalformed
 */
export function readWebhook(
  { id, timestamp, signature }: WebhookHeaders,
  bytes: Buffer,
  secrets: readonly string[],
  now: Instant,
): Message {
  if (!ID.test(id) || !TIMESTAMP.test(timestamp)) throw new SignatureRefused();
  // The library would look at the machine's clock; so it only signs, and the time is held against ours.
  const seconds = Number(timestamp);
  if (Math.abs(Math.floor(toMillis(now) / 1000) - seconds) > TOLERANCE_SECONDS) throw new SignatureRefused();
  const signatures = signature.split(' ');
  const isSigned = secrets
    .map((secret) => new Webhook(secret).sign(id, new Date(seconds * 1000), bytes))
    .some((expected) => signatures.some((given) => isEqual(given, expected)));
  if (!isSigned) throw new SignatureRefused();
  return { protocol: 'webhook', id, action: null, key: null, body: readObject(bytes) };
}

/** True for a secret with which something can be signed: `whsec_` and base64, of 16 bytes or more. */
export function isWebhookSecret(secret: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]{22,172}={0,2})$/.exec(secret)?.[1];
  return base64 !== undefined && base64.length % 4 === 0 && Buffer.from(base64, 'base64').length >= 16;
}

/** In a time that does not tell how much of it was right. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
