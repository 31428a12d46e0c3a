import { ROLES, type RoleGiven, type Scope } from '#domain';
import { shown } from '../import/cells.js';
import { wrongCell } from '../import/import-errors.js';

const PARTS = ['programme', 'region', 'partner'] as const;
/** What parts a cell of roles; where it belongs to a name, a backslash stands before it. */
const MARKS = /[\\;,()=]|^\s|\s$/g;

/** `manager (programme=tablets, region=South); auditor`. */
export function writeRoles(roles: readonly RoleGiven[]): string {
  return roles.map(({ role, scope }) => `${role}${writeScope(scope)}`).join('; ');
}

function writeScope(scope: Scope): string {
  const parts = PARTS.flatMap((part) => (scope[part] === undefined ? [] : [`${part}=${scope[part].replace(MARKS, '\\$&')}`]));
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** @throws CellWrong */
export function readRoles(text: string, column: string): readonly RoleGiven[] {
  return text.trim() === '' ? [] : split(text, ';').map((one) => readRole(one, column));
}

function readRole(text: string, column: string): RoleGiven {
  const [, name = '', inner] = /^\s*(\w+)\s*(?:\((.*)\)\s*)?$/s.exec(text) ?? [];
  const role = ROLES.find((known) => known === name);
  if (role === undefined) wrongCell(column, `${shown(text.trim())} is no role such as manager (programme=tablets, region=South)`);
  return { role, scope: inner === undefined ? {} : readScope(inner, column) };
}

function readScope(text: string, column: string): Scope {
  const said: Record<string, string> = {};
  for (const part of split(text, ',')) {
    const [, name = '', value = ''] = /^\s*(\w+)\s*=(.*)$/s.exec(part) ?? [];
    if (!PARTS.some((known) => known === name) || Object.hasOwn(said, name)) {
      wrongCell(column, `${shown(part.trim())} is no scope: programme=…, region=… or partner=…, each once`);
    }
    said[name] = plain(value);
  }
  return Object.fromEntries(PARTS.flatMap((part) => (said[part] === undefined ? [] : [[part, said[part]]])));
}

/** At a mark that no backslash stands before. */
function split(text: string, mark: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of piecesOf(text)) {
    if (piece === mark) parts.push(part);
    part = piece === mark ? '' : part + piece;
  }
  return [...parts, part];
}

/** Without the space around it that no backslash keeps, and without the backslashes. */
function plain(value: string): string {
  const pieces = piecesOf(value);
  const isKept = (piece: string): boolean => piece.trim() !== '';
  const kept = pieces.slice(Math.max(0, pieces.findIndex(isKept)), pieces.findLastIndex(isKept) + 1);
  return kept.map((piece) => (piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece)).join('');
}

/** Characters, each with the backslash before it. */
function piecesOf(text: string): readonly string[] {
  return text.match(/\\?[^]/gu) ?? [];
}
