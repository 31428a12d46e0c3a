import { wrongCell } from '../import/import-errors.js';

/**
 * Before a text that a spreadsheet would take for a formula, and before one that would not come back as it is (space around it, a
 * letter in another spelling). What follows it is taken as it stands: so writing and reading again gives the same text.
 */
const GUARD = "'";
const FORMULA = /^[=+\-@＝＋－＠'\t\r\n]/;
const REPLACED = '\uFFFD';
const MOST_CHARACTERS = 2000;

/** The text that a cell says. @throws CellWrong */
export function readGuarded(cell: string, column: string): string {
  if (cell.length > MOST_CHARACTERS) wrongCell(column, `is longer than ${MOST_CHARACTERS} characters`);
  if (cell.startsWith(GUARD)) return cell.slice(GUARD.length);
  if (cell.includes(REPLACED)) wrongCell(column, 'holds bytes that are not valid in the encoding');
  return asTyped(cell);
}

/** A cell that says the text, and that no spreadsheet calculates. */
export function guarded(text: string): string {
  return FORMULA.test(text) || text.includes(REPLACED) || asTyped(text) !== text ? GUARD + text : text;
}

/** Cells as a line of the file, with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Without the space around it, and with one spelling for each accented letter. */
function asTyped(cell: string): string {
  return cell.trim().normalize('NFC');
}
