import { Webhook } from 'standardwebhooks';
import { noObjects, onTheWire } from './any-machine-cases.js';
import { problem, withHeaders, type MachineCase, type Refused, type Sender } from './machine-case.js';

const malformed = (rule: string): Refused => problem(400, 'invalid-body', undefined, { detail: rule, errors: [{ field: '', rule }] });
const UNPROVEN: Refused = {
  ...problem(401, 'not-authenticated', undefined, { detail: 'the signature does not prove where the message comes from' }),
  headers: { 'www-authenticate': 'Signature realm="gravitas"' },
};
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface Signing {
  readonly source: string;
  readonly secret: string;
  /** By the server's clock. */
  readonly now: string;
}

const cases = (signing: () => Signing): readonly MachineCase[] => {
  const seconds = (ahead = 0): number => secondsOf(signing().now) + ahead;
  const unproven = (at: string, headers: () => Readonly<Record<string, string | null>>): MachineCase => ({
    at,
    change: (said) => withHeaders(headers())(said),
    refused: UNPROVEN,
  });
  /** Signed at another time, or by somebody else. */
  const signed = (at: string, { secret, ahead = 0 }: { readonly secret?: string; readonly ahead?: number }): MachineCase => ({
    at,
    change: ({ says, headers }) => {
      const own = headersOf(secret ?? signing().secret, 'bad', seconds(ahead), JSON.stringify(says));
      return { headers: { ...headers, ...own } };
    },
    refused: UNPROVEN,
  });
  return [
    unproven('no id', () => ({ 'webhook-id': null })),
    unproven('another id than was signed', () => ({ 'webhook-id': 'other' })),
    unproven('id with a space', () => ({ 'webhook-id': 'a b' })),
    unproven('long id', () => ({ 'webhook-id': 'x'.repeat(257) })),
    unproven('no timestamp', () => ({ 'webhook-timestamp': null })),
    unproven('another timestamp than was signed', () => ({ 'webhook-timestamp': String(seconds(1)) })),
    unproven('timestamp that is no number', () => ({ 'webhook-timestamp': 'now' })),
    unproven('timestamp with a fraction', () => ({ 'webhook-timestamp': `${seconds()}.0` })),
    unproven('timestamp in milliseconds', () => ({ 'webhook-timestamp': `${seconds()}000` })),
    signed('signed too long ago', { ahead: -301 }),
    signed('signed ahead of time', { ahead: 301 }),
    unproven('no signature', () => ({ 'webhook-signature': null })),
    unproven('signature without a version', () => ({ 'webhook-signature': 'AAAA' })),
    unproven('many signatures, none of them right', () => ({ 'webhook-signature': 'v1,AAAA '.repeat(100).trim() })),
    {
      at: 'signature of another version',
      change: ({ says, headers }) => {
        const own = headersOf(signing().secret, 'bad', seconds(), JSON.stringify(says));
        return { headers: { ...headers, ...own, 'webhook-signature': String(own['webhook-signature']).replace('v1,', 'v1a,') } };
      },
      refused: UNPROVEN,
    },
    signed('signed with another secret', { secret: OTHER }),
    { at: 'other bytes than were signed', change: ({ says }) => ({ instead: `${JSON.stringify(says)} ` }), refused: UNPROVEN },
    { at: 'no bytes where some were signed', change: () => ({ instead: '' }), refused: UNPROVEN },
    { at: 'a source that signs nothing', change: () => ({ path: '/api/v1/intake/webhooks/monitor' }), refused: UNPROVEN },
    { at: 'a source that is not there', change: () => ({ path: '/api/v1/intake/webhooks/nobody' }), refused: UNPROVEN },
    {
      at: 'a source that climbs',
      change: () => ({ path: '/api/v1/intake/webhooks/..%2Fdesk' }),
      refused: problem(400, 'invalid-parameter', 'source'),
    },
    {
      at: 'a source that is no id',
      change: () => ({ path: '/api/v1/intake/webhooks/%00' }),
      refused: problem(400, 'invalid-parameter', 'source'),
    },
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      at: `${name} beyond visible characters`,
      change: withHeaders({ [name]: 'v1,\u00e9' }),
      refused: problem(400, 'invalid-header', name),
    })),
    {
      at: 'long signature',
      change: withHeaders({ 'webhook-signature': `v1,${'A'.repeat(2000)}` }),
      refused: problem(400, 'invalid-header', 'webhook-signature'),
    },
    ...noObjects(malformed),
    ...onTheWire,
  ];
};

export const webhookSender = (signing: () => Signing): Sender => ({
  route: '/api/v1/intake/webhooks/{source}',
  cases: cases(signing),
  said: (number) => ({
    method: 'POST',
    path: `/api/v1/intake/webhooks/${signing().source}`,
    headers: { 'content-type': 'application/json' },
    says: {
      type: 'ticket.opened',
      data: { ticket: `BAD-${number}`, category: 'broken', subject: 'Screens are broken', school: 'moss-ridge' },
    },
  }),
  sends: (bytes, number) => headersOf(signing().secret, `bad-${number}`, secondsOf(signing().now), bytes),
});

function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** A message as its sender signs it. */
function headersOf(secret: string, id: string, seconds: number, bytes: string | Uint8Array): Readonly<Record<string, string>> {
  const payload = typeof bytes === 'string' ? bytes : Buffer.from(bytes);
  const signature = new Webhook(secret).sign(id, new Date(seconds * 1000), payload);
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
}
