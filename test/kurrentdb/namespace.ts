import { randomUUID } from 'node:crypto';

/** A namespace that no other run has: nothing is assumed of what else the server holds. */
export function newNamespace(): string {
  return `gravitas-test-${randomUUID().slice(0, 13)}`;
}
