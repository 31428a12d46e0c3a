import { createHash } from 'node:crypto';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * A code for a name from the file: the name itself when it is a code already (`SCMS-4`), else its letters and digits with six of its
 * hash ("Côte d'Ivoire" → `cote-d-ivoire-1c9a52`), so that two names never share one.
 */
export function codeOf(name: string): string {
  if (CODE.test(name)) return name;
  const letters = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 48);
  return `${letters || 'x'}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}
