import type { Sealed } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Unseal } from '../personal-text.js';

type JsonObject = RecordedEvent['data'];

/** A stand-in for the vault: the key's id is the author's, the ciphertext the text itself, turned about. */
export function sealed(text: string, key = 'key-1'): Sealed {
  return { $personal: key, c: Buffer.from(text).toString('base64url') };
}

/** Opens what `sealed` sealed, but for keys that were erased. */
export function unsealer(erased: ReadonlySet<string> = new Set()): Unseal {
  const open = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$personal' in value) {
      const { $personal, c } = value as Sealed;
      return erased.has($personal) ? null : Buffer.from(c, 'base64url').toString();
    }
    if (Array.isArray(value)) return value.map(open);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, open(part)]));
  };
  return async (events) => events.map(({ data }) => open(data) as JsonObject);
}
