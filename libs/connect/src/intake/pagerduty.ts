import { checkedObject, MessageMalformed, type Json, type JsonObject, type Message } from './message.js';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const MOST_KEY = 255;
/** Longer summaries are taken all the same, as there, and cut by who shows them. */
const ROUTING_KEY = /^[a-zA-Z0-9]{32}$/;

export interface PagerDutyEvent {
  readonly routingKey: string;
  readonly message: Message & { readonly key: string };
}

/**
 * An event as the Events API v2 of PagerDuty takes it. What it does not need is let pass.
 * @param newKey for a trigger that brings no `dedup_key`
 * @throws MessageMalformed with every fault
 */
export function readPagerDuty(value: unknown, newKey: () => string): PagerDutyEvent {
  const body = checkedObject(value);
  const { routing_key: routingKey, event_action: stated, dedup_key: stated_key, payload } = body;
  const faults: string[] = [];
  if (isBlank(routingKey)) faults.push("'routing_key' is missing or blank");
  else if (!ROUTING_KEY.test(routingKey as string)) faults.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  const action = ACTIONS.find((known) => known === stated);
  if (isBlank(stated)) faults.push("'event_action' is missing or blank");
  else if (action === undefined) faults.push("'event_action' must be one of: 'trigger', 'acknowledge', 'resolve'");
  if (action === 'trigger') faults.push(...faultsOfPayload(payload ?? null));
  else if (action !== undefined && isBlank(stated_key)) faults.push("'dedup_key' is missing or blank");
  if (!isBlank(stated_key) && (stated_key as string).length > MOST_KEY) faults.push(`'dedup_key' must be at most ${MOST_KEY} characters`);
  if (faults.length > 0 || action === undefined) throw new MessageMalformed(faults);
  const { routing_key: _secret, ...shown } = body;
  const key = isBlank(stated_key) ? newKey() : (stated_key as string);
  return {
    routingKey: routingKey as string,
    message: { protocol: 'pagerduty', id: null, action, key, body: { ...shown, dedup_key: key } },
  };
}

function faultsOfPayload(payload: Json): readonly string[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return ["'payload' is missing or blank"];
  const { summary, source, severity } = payload as JsonObject;
  const faults: string[] = [];
  if (isBlank(summary)) faults.push("'payload.summary' is missing or blank");
  if (isBlank(source)) faults.push("'payload.source' is missing or blank");
  if (!SEVERITIES.includes(severity as string))
    faults.push(`'payload.severity' is invalid (must be one of the following: ${SEVERITIES.map((one) => `'${one}'`).join(', ')})`);
  return faults;
}

function isBlank(value: Json | undefined): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
