import { randomUUID } from 'node:crypto';

/** A namespace that no other run has: nothing is assumed of what else the server holds. */
export function newNamespace(): string {
  return `gravitas-test-${randomUUID().slice(0, 13)}`;
}

/** The address of a real server, from KURRENTDB_URL. Where there is none, that is said in so many words. */
export function realServer(): string | null {
  const url = process.env['KURRENTDB_URL'] ?? '';
  if (url !== '') return url;
  process.stderr.write('KURRENTDB_URL IS NOT SET: the KurrentDB suites run against the wire server alone, not against a real server.\n');
  return null;
}
