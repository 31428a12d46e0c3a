import { noObjects, onTheWire } from './any-machine-cases.js';
import { nested, problem, saying, withHeaders, type MachineCase, type Refused, type Said, type Sender } from './machine-case.js';

const malformed = (rule: string): Refused => problem(400, 'invalid-body', undefined, { detail: rule, errors: [{ field: '', rule }] });
const wrong = (at: string, parts: object, rule: string): MachineCase => ({ at, change: saying(parts), refused: malformed(rule) });
const length = (name: string): string => `${name} must be a text of 1 to 1024 characters`;
const NAMES = 'names of attributes must be of lower-case letters and digits';

const TOKEN: Refused = {
  ...problem(401, 'not-authenticated'),
  headers: { 'www-authenticate': 'Bearer realm="gravitas"' },
};
const withToken = (at: string, change: (token: string) => string | null): MachineCase => ({
  at,
  change: ({ headers }) => ({ headers: { ...headers, authorization: change(headers['authorization'] ?? '') } }),
  refused: TOKEN,
});

/** Attributes in headers, and data alone in the body. */
const binary = ({ says, headers }: Said): Partial<Said> => {
  const { data, ...attributes } = says;
  const named = Object.entries<string>(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]);
  return { says: data, headers: { ...headers, ...Object.fromEntries(named), 'content-type': 'application/json' } };
};
const wrongHeader = (at: string, headers: Said['headers'], rule: string): MachineCase => ({
  at: `binary: ${at}`,
  of: binary,
  change: withHeaders(headers),
  refused: malformed(rule),
});

const batch = ({ says, headers }: Said): Partial<Said> => ({
  says: [says],
  headers: { ...headers, 'content-type': 'application/cloudevents-batch+json' },
});
const wrongBatch = (at: string, says: (event: object) => unknown, rule: string): MachineCase => ({
  at: `batch: ${at}`,
  of: batch,
  change: (said) => ({ says: says(said.says[0]) }),
  refused: malformed(rule),
});

const cases: readonly MachineCase[] = [
  wrong('no version', { specversion: undefined }, 'specversion must be 1.0'),
  wrong('another version', { specversion: '0.3' }, 'specversion must be 1.0'),
  wrong('version that is a number', { specversion: 1 }, 'specversion must be 1.0'),
  wrong('no id', { id: undefined }, length('id')),
  wrong('empty id', { id: '' }, length('id')),
  wrong('id that is a number', { id: 7 }, length('id')),
  wrong('long id', { id: 'x'.repeat(1025) }, length('id')),
  wrong('no source', { source: undefined }, length('source')),
  wrong('empty source', { source: '' }, length('source')),
  wrong('long source', { source: `/${'x'.repeat(1024)}` }, length('source')),
  wrong('no type', { type: undefined }, length('type')),
  wrong('type that is a list', { type: ['com.northline.shipment.delayed'] }, length('type')),
  wrong('attribute in capitals', { Subject: 'NL-1' }, NAMES),
  wrong('attribute with a hyphen', { 'sub-ject': 'NL-1' }, NAMES),
  wrong('attribute without a name', { '': 'NL-1' }, NAMES),
  wrong('attribute with a long name', { ['x'.repeat(41)]: 'NL-1' }, NAMES),
  wrong('data as bytes', { data_base64: 'AA==' }, 'data must be JSON, not bytes'),
  ...noObjects(malformed),
  wrongHeader('no version', { 'ce-specversion': null }, 'specversion must be 1.0'),
  wrongHeader('no id', { 'ce-id': null }, length('id')),
  wrongHeader('no type', { 'ce-type': null }, length('type')),
  wrongHeader('attribute with a hyphen', { 'ce-sub-ject': 'NL-1' }, NAMES),
  wrongHeader('half a percent', { 'ce-subject': 'NL%2' }, 'a ce- header is not percent-encoded as it must be'),
  wrongHeader('percent-encoded, but no UTF-8', { 'ce-subject': '%C0%AF' }, 'a ce- header is not percent-encoded as it must be'),
  { at: 'binary: data cut off', of: binary, change: () => ({ bytes: '{"pieces":' }), refused: malformed('data must be JSON') },
  {
    at: 'binary: nested beyond reason',
    of: binary,
    change: saying({ deep: nested(40) }),
    refused: malformed('the body is nested deeper than 32'),
  },
  wrongBatch('no list', (event) => event, 'a batch must be a JSON list'),
  wrongBatch('a text in it', (event) => [event, 'NL-1'], 'the body must be a JSON object'),
  wrongBatch('one of two is none', (event) => [event, { ...event, id: '' }], length('id')),
  wrongBatch(
    'too many',
    (event) => Array.from({ length: 101 }, (_, n) => ({ ...event, id: `b-${n}` })),
    'a batch must have at most 100 events',
  ),
  withToken('no token', () => null),
  withToken('empty token', () => 'Bearer'),
  withToken('token in another scheme', (token) => token.replace('Bearer', 'Basic')),
  withToken('token and one more character', (token) => `${token}0`),
  withToken('token cut off', (token) => token.slice(0, -1)),
  withToken('token in capitals', (token) => `Bearer ${token.slice('Bearer '.length).toUpperCase()}`),
  withToken('two tokens', (token) => `${token}, ${token}`),
  ...onTheWire,
];

export const cloudEventsSender = (token: () => string): Sender => ({
  route: '/api/v1/intake/cloudevents',
  cases,
  said: (number) => ({
    method: 'POST',
    path: '/api/v1/intake/cloudevents',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/cloudevents+json' },
    says: {
      specversion: '1.0',
      id: `bad-${number}`,
      source: '/northline',
      type: 'com.northline.shipment.delayed',
      subject: `BAD-${number}`,
      data: { destination: 'moss-ridge', pieces: 5, expressPrice: 950.5, reason: 'Snow' },
    },
  }),
  sends: () => ({}),
});
