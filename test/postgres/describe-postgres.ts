import { describe } from '@jest/globals';
import { hasPostgres } from './server.js';

/**
 * Whether specs that need a PostgreSQL run. Without one they are passed over, and said to be; with REQUIRE_POSTGRES, as where a change
 * must hold before it lands, they run all the same and fail.
 */
export function runsOnPostgres(name: string): boolean {
  if (hasPostgres() || process.env['REQUIRE_POSTGRES'] === '1') return true;
  console.warn(`NOT RUN, for want of PostgreSQL: ${name}. Install Debian's postgresql, or name a server by TEST_POSTGRES_URL.`);
  return false;
}

export function describePostgres(name: string, specs: () => void): void {
  (runsOnPostgres(name) ? describe : describe.skip)(name, specs);
}
