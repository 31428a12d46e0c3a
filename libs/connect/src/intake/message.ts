import type { IntakeAction, IntakeProtocol } from '#domain';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A message as it came, by whatever protocol; nothing in it opens a door. */
export interface Message {
  readonly protocol: IntakeProtocol;
  /** By which a repetition is known; null: the protocol has none. */
  readonly id: string | null;
  /** What it is about an issue, and which one, where the protocol itself says so; else the mapping does. */
  readonly action: IntakeAction | null;
  readonly key: string | null;
  /** What a mapping looks at. */
  readonly body: JsonObject;
}

/** It is no message of its protocol: what is wrong, each in a sentence. Nothing of it is kept. */
export class MessageMalformed extends Error {
  override readonly name = 'MessageMalformed';
  constructor(readonly faults: readonly string[]) {
    super(faults[0] ?? 'the message is malformed');
  }
}

/** Objects and lists within each other: deeper messages do not exist, and would only be costly to read. */
const DEEPEST = 32;

/** @throws MessageMalformed it is no JSON object in UTF-8, or nested beyond reason */
export function readObject(bytes: Buffer): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MessageMalformed(['the body is not JSON']);
  }
  return checkedObject(value);
}

export function checkedObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MessageMalformed(['the body must be a JSON object']);
  if (isDeeper(value, DEEPEST)) throw new MessageMalformed([`the body is nested deeper than ${DEEPEST}`]);
  return value as JsonObject;
}

function isDeeper(value: unknown, than: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return than === 0 || Object.values(value).some((part) => isDeeper(part, than - 1));
}
