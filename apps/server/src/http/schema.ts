import type { Instant } from '#domain';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What an answer looks like, as a value: its JSON schema with an example, bound to the TypeScript type that it describes. A field
 * that a view has and the schema lacks, or the other way round, does not compile.
 */
export interface Schema<T> {
  readonly json: JsonSchema;
  readonly example: unknown;
  /** Never there: makes a schema of one type none of another. */
  readonly of?: (value: T) => T;
}

/** A schema of whatever. */
export type AnySchema = Pick<Schema<never>, 'json' | 'example'>;

/** A field that may be left out. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

type Field<T, K extends keyof T> = undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Schema<T[K]>;
export type Fields<T> = { readonly [K in keyof T]-?: Field<T, K> };

/** Every named schema, for the document. */
export const namedSchemas = new Map<string, JsonSchema>();

const schema = <T>(json: JsonSchema, example: unknown): Schema<T> => ({ json, example });

export const text = (example: string): Schema<string> => schema({ type: 'string' }, example);
export const at: Schema<Instant> = schema({ type: 'string', format: 'date-time' }, '2026-11-23T13:32:59.123Z');
export const whole = (example: number): Schema<number> => schema({ type: 'integer' }, example);
export const flag = (example = false): Schema<boolean> => schema({ type: 'boolean' }, example);
export const id: Schema<string> = text('0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11');
export const eventIndex: Schema<number> = whole(5515);

export function oneOf<const W extends string | number>(words: readonly W[], example = words[0]): Schema<W> {
  return schema({ enum: [...words] }, example);
}

/** One fixed value. */
export function exactly<const V extends string | number | boolean>(value: V): Schema<V> {
  return schema({ const: value }, value);
}

/** `example` null shows the value as missing. */
export function orNull<T>(inner: Schema<T>, { shown = true }: { readonly shown?: boolean } = {}): Schema<T | null> {
  return schema({ anyOf: [inner.json, { type: 'null' }] }, shown ? inner.example : null);
}

export function maybe<T>(inner: Schema<T>): Optional<T> {
  return { optional: inner };
}

export function list<T>(inner: Schema<T>, { shown = true }: { readonly shown?: boolean } = {}): Schema<readonly T[]> {
  return schema({ type: 'array', items: inner.json }, shown ? [inner.example] : []);
}

/** Three numbers, say, in order. */
export function numbers<T extends readonly number[]>(example: T): Schema<T> {
  return schema({ type: 'array', items: { type: 'integer' }, minItems: example.length, maxItems: example.length }, [...example]);
}

/** An object with any names in it. */
export function byName<K extends string, V>(inner: Schema<V>, name: string): Schema<Readonly<Record<K, V>>> {
  return schema({ type: 'object', additionalProperties: inner.json }, { [name]: inner.example });
}

/** Some of the names. */
export function someByName<K extends string, V>(inner: Schema<V>, name: K): Schema<Readonly<Partial<Record<K, V>>>> {
  return schema({ type: 'object', additionalProperties: inner.json }, { [name]: inner.example });
}

/** A value whose shape is told elsewhere. */
export function open<T>(description: string, example: unknown): Schema<T> {
  return schema({ description }, example);
}

export function object<T extends object>(fields: Fields<T>): Schema<T> {
  const entries = Object.entries(fields) as [string, Schema<unknown> | Optional<unknown>][];
  const parts = entries.map(([name, field]) =>
    'optional' in field ? { name, field: field.optional, required: false } : { name, field, required: true },
  );
  return schema(
    {
      type: 'object',
      properties: Object.fromEntries(parts.map(({ name, field }) => [name, field.json])),
      required: parts.filter(({ required }) => required).map(({ name }) => name),
      additionalProperties: false,
    },
    Object.fromEntries(parts.filter(({ required }) => required).map(({ name, field }) => [name, field.example])),
  );
}

/** An object that the document knows by a name. */
export function named<T extends object>(name: string, fields: Fields<T>): Schema<T> {
  return alias(name, object(fields));
}

/** Gives a schema a name in the document. */
function alias<T>(name: string, { json, example }: Schema<T>): Schema<T> {
  if (namedSchemas.has(name)) throw new Error(`two schemas are called ${name}`);
  namedSchemas.set(name, { ...json, examples: [example] });
  return schema({ $ref: `#/components/schemas/${name}` }, example);
}

/** One of several; the example is the first one's. */
export function either<A, B>(a: Schema<A>, b: Schema<B>): Schema<A | B> {
  return schema({ anyOf: [a.json, b.json] }, a.example);
}

/** The fields of both. */
export function also<A, B>(a: Fields<A>, b: Fields<B>): Fields<A & B> {
  return { ...a, ...b } as unknown as Fields<A & B>;
}
