/** A part of a document that breaks a rule: where (`steps.TIME[1].bar`; empty for the whole), and which rule. */
export interface PolicyFault {
  readonly path: string;
  readonly rule: string;
}

/** Finds what is wrong with the shape of a value that came from outside. */
export type Shape = (value: unknown, path: string) => readonly PolicyFault[];

const fault = (path: string, rule: string): readonly PolicyFault[] => [{ path, rule }];

/** One of the given strings. */
export function exactly(...allowed: readonly string[]): Shape {
  const known = new Set<unknown>(allowed);
  return (value, path) => (known.has(value) ? [] : fault(path, `must be ${allowed.join(' or ')}`));
}

/** A whole number between two bounds, both included. */
export function integer(least: number, most: number): Shape {
  return (value, path) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? []
      : fault(path, `must be a whole number from ${least} to ${most}`);
}

/** A string that matches a pattern (counted in code points). */
export function text(pattern: string, rule: string): Shape {
  const expression = new RegExp(pattern, 'u');
  return (value, path) => (typeof value === 'string' && expression.test(value) ? [] : fault(path, rule));
}

/** An array of one shape, of a length between two bounds. */
export function list(item: Shape, least: number, most: number): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return fault(path, 'must be a list');
    if (value.length < least || value.length > most)
      return fault(path, `must have ${least === most ? least : `${least} to ${most}`} entries`);
    // Array.from also visits holes, which flatMap would pass over.
    return Array.from(value).flatMap((entry: unknown, index) => item(entry, `${path}[${index}]`));
  };
}

/**
 * A plain object with every one of the `required` fields, perhaps some of the `optional` ones, and none else. `__proto__` as parsed from JSON is
 * a field of its own, and refused as such; an object with another prototype is no document.
 */
export function record(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}, of = 'a policy'): Shape {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, path) => {
    if (!isPlainObject(value)) return fault(path, 'must be an object');
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    return [
      ...missing.map((key) => ({ path: at(key), rule: 'is missing' })),
      ...Object.keys(value).flatMap((key) => shapes.get(key)?.(value[key], at(key)) ?? fault(at(legible(key)), `is not a field of ${of}`)),
    ];
  };
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The root of any realm: a document may have been parsed in another one.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An unknown key comes from outside: it is repeated only when it is short and plain. */
function legible(key: string): string {
  return /^\w{1,64}$/.test(key) ? key : '(unreadable)';
}
