import { randomBytes } from 'node:crypto';
import { keyIdOf, open, seal, type Sealed } from './cipher.js';
import { KEY_BYTES, type DataKey, type Vault } from './vault.js';

/** Data of an event. The vault knows the log's events by their shape alone. */
type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Personal text before it is sealed: how a decider marks it. Never in the log. */
export interface Plain {
  readonly $plain: string;
}
export type Personal = Plain | Sealed;

/** Something that looks like a mark of personal text and is not one. */
export class InvalidPersonal extends Error {
  override readonly name = 'InvalidPersonal';
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not a mark of personal text`);
    this.path = path;
  }
}

/** Data of an event whose personal texts are to be sealed. */
export interface Unsealed {
  readonly eventId: string;
  readonly data: JsonObject;
  /** The people of each text: the same for all, or by path (`ask.recommendation`, `people.0.name`). */
  readonly subjects: readonly string[] | ((path: string) => readonly string[]);
}

/** Makes the key of a new text: at random, or for a demo from its seed. */
export type NewKey = (keyId: string) => Uint8Array;

const randomKey: NewKey = () => randomBytes(KEY_BYTES);

/**
 * Seals every `{ $plain }` in the data of the events of one append. All keys are durable before it resolves; one call to the
 * vault serves all events. Data without personal text comes back as it is.
 * @throws InvalidPersonal, and what `putKeys` throws
 */
export async function sealPersonal(
  vault: Pick<Vault, 'putKeys'>,
  events: readonly Unsealed[],
  newKey: NewKey = randomKey,
): Promise<JsonObject[]> {
  const wanted: DataKey[] = [];
  for (const { eventId, data, subjects } of events) {
    replace(data, '', (path, mark) => {
      if (!isPlain(mark)) return mark;
      const keyId = keyIdOf(eventId, path);
      wanted.push({ keyId, key: newKey(keyId), subjects: typeof subjects === 'function' ? subjects(path) : subjects });
      return mark;
    });
  }
  if (wanted.length === 0) return events.map(({ data }) => data);

  const keys = (await vault.putKeys(wanted)).values();
  return events.map(({ eventId, data }) =>
    // Met in the same order as above, so that each text takes its own key.
    replaceIn(data, (path, mark) => (isPlain(mark) ? { ...seal(keys.next().value as Buffer, eventId, path, mark.$plain) } : mark)),
  );
}

/** What a reader needs of an event to open its personal texts. */
export interface SealedEvent {
  readonly id: string;
  readonly data: JsonObject;
}

/**
 * The data of events with each sealed text as a string, or null where its key was erased; one call to the vault serves all.
 * @throws NotAuthentic
 */
export async function unsealPersonal(vault: Pick<Vault, 'getKeys'>, events: readonly SealedEvent[]): Promise<JsonObject[]> {
  const keyIds = events.flatMap(({ data }) => keyIdsIn(data));
  if (keyIds.length === 0) return events.map(({ data }) => data);

  const keys = await vault.getKeys(keyIds);
  return events.map(({ id, data }) =>
    replaceIn(data, (path, mark) => {
      if (!isSealed(mark)) return mark;
      const key = keys.get(mark.$personal);
      return key === undefined ? null : open(key, id, path, mark);
    }),
  );
}

/** The ids of the keys that the personal texts of an event need. */
export function keyIdsIn(data: JsonObject): string[] {
  const keyIds: string[] = [];
  replace(data, '', (_path, mark) => {
    if (isSealed(mark)) keyIds.push(mark.$personal);
    return mark;
  });
  return keyIds;
}

type Replacement = (path: string, mark: JsonObject) => JsonValue;

function replaceIn(data: JsonObject, replacement: Replacement): JsonObject {
  return replace(data, '', replacement) as JsonObject;
}

/** A copy with every mark replaced; what holds no mark is not copied. */
function replace(value: JsonValue, path: string, replacement: Replacement): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    const items = value.map((item, i) => replace(item, join(path, String(i)), replacement));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if ('$plain' in value || '$personal' in value) {
    if (!isPlain(value) && !isSealed(value)) throw new InvalidPersonal(path);
    return replacement(path, value);
  }
  let copy: Record<string, JsonValue> | undefined;
  for (const key of Object.keys(value)) {
    const before = value[key] as JsonValue;
    if (typeof before !== 'object' || before === null) continue; // most fields: not worth a path
    const after = replace(before, join(path, key), replacement);
    if (after !== before) (copy ??= { ...value })[key] = after;
  }
  return copy ?? value;
}

/** Keys are escaped as in JSON Pointer, so that `{ 'a.b' }` and `{ a: { b } }` are two places, with two keys. */
function join(path: string, key: string): string {
  const escaped = /[~.]/.test(key) ? key.replaceAll('~', '~0').replaceAll('.', '~1') : key;
  return path === '' ? escaped : `${path}.${escaped}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isPlain(mark: JsonObject): mark is JsonObject & { $plain: string } {
  return typeof mark['$plain'] === 'string' && Object.keys(mark).length === 1;
}

function isSealed(mark: JsonObject): mark is JsonObject & { $personal: string; c: string } {
  return typeof mark['$personal'] === 'string' && typeof mark['c'] === 'string' && Object.keys(mark).length === 2;
}
