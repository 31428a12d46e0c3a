/** Free text or an identity attribute as a command brings it, before it is sealed. */
export interface Plain {
  readonly $plain: string;
}

/** The same in the log: the id of its data key in the vault, and the ciphertext (base64url). */
export interface Sealed {
  readonly $personal: string;
  readonly c: string;
}

/**
 * Personal data in an event. No state, fact, decision or id may hold or read one: only then does a replay give the same
 * bytes before and after somebody is erased. `personal.spec.ts` asserts it of the states, at the level of types.
 */
export type Personal = Plain | Sealed;

/** Marks text of a command as personal. */
export function plain(text: string): Plain {
  return { $plain: text };
}
