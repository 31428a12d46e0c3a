import { createHash } from 'node:crypto';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export function isCode(text: string): boolean {
  return CODE.test(text);
}

/**
 * A code for a name from the file: the name itself when it is a code already (`SCMS-4`), else its letters and digits with ten of its
 * hash ("Côte d'Ivoire" → `cote-d-ivoire-95ffc51dd9`), so that two names do not share one, in whatever letters they are written.
 */
export function codeOf(name: string): string {
  if (isCode(name)) return name;
  const letters = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 48);
  return `${letters || 'x'}-${hashOf(name)}`;
}

/** Ten hex digits that tell a text apart from others. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
