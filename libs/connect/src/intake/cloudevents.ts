import { checkedObject, MessageMalformed, readObject, type Json, type JsonObject, type Message } from './message.js';

const REQUIRED = ['id', 'source', 'type'] as const;
const ATTRIBUTE = /^[a-z0-9]{1,40}$/;
const MOST_IN_BATCH = 100;
const LONGEST = 1024;

/** `application/cloudevents+json`: one event, its attributes and its data. @throws MessageMalformed */
export function readStructured(bytes: Buffer): Message {
  return messageOf(readObject(bytes));
}

/** `application/cloudevents-batch+json`: a list of such events. All of them, or none. @throws MessageMalformed */
export function readBatch(bytes: Buffer): readonly Message[] {
  let list: unknown;
  try {
    list = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MessageMalformed(['the body is not JSON']);
  }
  if (!Array.isArray(list)) throw new MessageMalformed(['a batch must be a JSON list']);
  if (list.length > MOST_IN_BATCH) throw new MessageMalformed([`a batch must have at most ${MOST_IN_BATCH} events`]);
  return list.map((one) => messageOf(checkedObject(one)));
}

/** Attributes in `ce-` headers, and JSON data in the body, if there is any. @throws MessageMalformed */
export function readBinary(headers: Readonly<Record<string, string | readonly string[] | undefined>>, bytes: Buffer): Message {
  const attributes: Record<string, Json> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string') attributes[name.slice(3)] = decoded(value);
  }
  return messageOf({ ...attributes, ...(bytes.length === 0 ? {} : { data: dataOf(bytes) }) });
}

function dataOf(bytes: Buffer): Json {
  try {
    const data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
    return checkedObject({ data })['data'] as Json;
  } catch (error) {
    if (error instanceof MessageMalformed) throw error;
    throw new MessageMalformed(['data must be JSON']);
  }
}

/** Header values are percent-encoded where they are not plain (section 3.1.3.2 of the HTTP binding). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new MessageMalformed(['a ce- header is not percent-encoded as it must be']);
  }
}

function messageOf(event: JsonObject): Message {
  const faults: string[] = [];
  if (event['specversion'] !== '1.0') faults.push('specversion must be 1.0');
  for (const name of REQUIRED) {
    const value = event[name];
    if (typeof value !== 'string' || value === '' || value.length > LONGEST)
      faults.push(`${name} must be a text of 1 to ${LONGEST} characters`);
  }
  const odd = Object.keys(event).find((name) => name !== 'data_base64' && !ATTRIBUTE.test(name));
  if (odd !== undefined) faults.push('names of attributes must be of lower-case letters and digits');
  if ('data_base64' in event) faults.push('data must be JSON, not bytes');
  if (faults.length > 0) throw new MessageMalformed(faults);
  const { id, source } = event as { readonly id: string; readonly source: string };
  // An id is unique among the events of its source, which is theirs, not ours.
  return { protocol: 'cloudevents', id: `${source}\n${id}`, action: null, key: null, body: event };
}
