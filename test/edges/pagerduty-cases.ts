import type { Json } from '../e2e/client.js';
import { noObjects, onTheWire } from './any-machine-cases.js';
import { saying, type MachineCase, type Refused, type Sender } from './machine-case.js';

/** As PagerDuty itself refuses an event. */
const invalid = (fault: string): Refused => ({
  status: 400,
  type: 'application/json',
  body: { status: 'invalid event', message: 'Event object is invalid', errors: [fault] },
});

const wrong = (at: string, parts: object, fault: string): MachineCase => ({ at, change: saying(parts), refused: invalid(fault) });

const wrongPayload = (at: string, parts: object, fault: string): MachineCase => ({
  at: `payload: ${at}`,
  change: ({ says }) => ({ says: { ...says, payload: { ...says.payload, ...parts } } }),
  refused: invalid(fault),
});

const KEY = "'routing_key' is missing or blank";
const KEY_LENGTH = "Length of 'routing_key' is incorrect (should be 32 characters)";
const KEY_UNKNOWN = "'routing_key' is not known";
const ACTION = "'event_action' is missing or blank";
const ACTIONS = "'event_action' must be one of: 'trigger', 'acknowledge', 'resolve'";
const DEDUP = "'dedup_key' is missing or blank";
const PAYLOAD = "'payload' is missing or blank";
const SUMMARY = "'payload.summary' is missing or blank";
const SOURCE = "'payload.source' is missing or blank";
const SEVERITY = "'payload.severity' is invalid (must be one of the following: 'critical', 'error', 'warning', 'info')";

const cases: readonly MachineCase[] = [
  wrong('no routing key', { routing_key: undefined }, KEY),
  wrong('blank routing key', { routing_key: ' '.repeat(32) }, KEY),
  wrong('routing key that is a number', { routing_key: 12_345 }, KEY),
  wrong('short routing key', { routing_key: 'a'.repeat(31) }, KEY_LENGTH),
  wrong('long routing key', { routing_key: 'a'.repeat(33) }, KEY_LENGTH),
  wrong('routing key with other characters', { routing_key: '../'.padEnd(32, 'a') }, KEY_LENGTH),
  wrong('unknown routing key', { routing_key: 'f'.repeat(32) }, KEY_UNKNOWN),
  {
    at: 'routing key with one digit changed',
    change: ({ says }) => ({ says: { ...says, routing_key: otherEnd(says.routing_key) } }),
    refused: invalid(KEY_UNKNOWN),
  },
  wrong('no action', { event_action: undefined }, ACTION),
  wrong('action that is a list', { event_action: ['trigger'] }, ACTION),
  wrong('unknown action', { event_action: 'explode' }, ACTIONS),
  wrong('action in capitals', { event_action: 'Trigger' }, ACTIONS),
  { ...wrong('resolve without a key', { dedup_key: '' }, DEDUP), of: saying({ event_action: 'resolve' }) },
  { ...wrong('acknowledge without a key', { dedup_key: undefined }, DEDUP), of: saying({ event_action: 'acknowledge' }) },
  wrong('long key', { dedup_key: 'x'.repeat(256) }, "'dedup_key' must be at most 255 characters"),
  wrong('no payload', { payload: undefined }, PAYLOAD),
  wrong('payload null', { payload: null }, PAYLOAD),
  wrong('payload that is a list', { payload: [] }, PAYLOAD),
  wrong('payload that is a text', { payload: 'Held' }, PAYLOAD),
  wrongPayload('no summary', { summary: undefined }, SUMMARY),
  wrongPayload('blank summary', { summary: '\t \n' }, SUMMARY),
  wrongPayload('summary that is a number', { summary: 255 }, SUMMARY),
  wrongPayload('no source', { source: undefined }, SOURCE),
  wrongPayload('source that is an object', { source: {} }, SOURCE),
  wrongPayload('no severity', { severity: undefined }, SEVERITY),
  wrongPayload('unknown severity', { severity: 'bad' }, SEVERITY),
  wrongPayload('severity in capitals', { severity: 'CRITICAL' }, SEVERITY),
  ...noObjects(invalid),
  ...onTheWire,
];

function otherEnd(key: string): string {
  return key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
}

/** `key`: of a source whose mapping is that of the example. */
export const pagerDutySender = (key: () => string): Sender => ({
  route: '/v2/enqueue',
  cases,
  said: (number) => ({ method: 'POST', path: '/v2/enqueue', headers: {}, says: alert(key(), number) }),
  sends: () => ({ 'content-type': 'application/json' }),
});

function alert(routing_key: string, number: number): Json {
  const payload = { summary: 'Truck 255 is held', source: 'truck-255', severity: 'critical', class: 'DeliveryLate', component: 'dc-south' };
  return { routing_key, event_action: 'trigger', dedup_key: `bad-${number}`, payload };
}
