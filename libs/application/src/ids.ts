import { randomFillSync } from 'node:crypto';
import { v5, v7 } from 'uuid';

/** Where new ids come from; tests and the demo give their own, so that a run can be repeated. */
export type NewId = () => string;

const BYTES_EACH = 16;
/** Asking for random bytes costs the same for one id as for many. */
const pool = Buffer.alloc(256 * BYTES_EACH);
let used = pool.length;

export const newId: NewId = () => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES_EACH;
  return v7({ random: pool.subarray(used - BYTES_EACH, used) });
};

const COMMANDS = '4a3e0b5e-6c0e-5b0a-9d51-7a5f6d2c8e11';

/** The id of a command: equal for the same actor and Idempotency-Key, whenever and wherever it is given again. */
export function commandIdOf(actor: string, key: string): string {
  return v5(`${actor}\n${key}`, COMMANDS);
}

/** An id that follows from another: `derivedId(routeId, 'escalation')`. */
export function derivedId(cause: string, name: string): string {
  return v5(name, cause);
}
