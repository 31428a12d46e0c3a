import type { Personal, Plain, Sealed } from '../personal.js';

type Harmless = string | number | bigint | boolean | null | undefined;

/**
 * `true` (or `boolean`, for a union of which only a part does) if personal data could be kept in a value of the type, however deep:
 * in a field typed so, in a list, set or map, or where the type takes anything (`unknown`, `object`, `any`).
 */
type HoldsPersonal<T> = T extends Harmless
  ? false
  : Plain extends T
    ? true
    : Sealed extends T
      ? true
      : T extends Personal
        ? true
        : T extends ReadonlyMap<infer Key, infer Value>
          ? HoldsPersonal<Key> | HoldsPersonal<Value>
          : T extends ReadonlySet<infer Entry>
            ? HoldsPersonal<Entry>
            : T extends readonly (infer Entry)[]
              ? HoldsPersonal<Entry>
              : { [Field in keyof T]-?: HoldsPersonal<T[Field]> }[keyof T];

/** The names of those types in `Types` that hold personal data; `never` if none does. */
export type Holders<Types> = { [Name in keyof Types]: true extends HoldsPersonal<Types[Name]> ? Name : never }[keyof Types];
