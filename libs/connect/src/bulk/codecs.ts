import { formatMinor, parseMoney, InvalidValue, type Money, type RoleGiven } from '#domain';
import { shown } from '../import/cells.js';
import { wrongCell } from '../import/import-errors.js';
import { readRoles, writeRoles } from './roles-text.js';

/** How a value stands in a cell. What it may be is the decider's to judge. */
export interface Codec<T> {
  /** `undefined`: the cell says nothing, and what stands stays. @throws CellWrong */
  read(text: string, column: string): T | undefined;
  write(value: T): string;
}

/** A text that must be there. */
export const text: Codec<string> = {
  read: (cell, column) => (cell === '' ? wrongCell(column, 'is empty') : cell),
  write: (value) => value,
};

/** A text that can be erased, and then is nobody's to change: an empty cell leaves it. */
export const erasable: Codec<string | null> = { read: (cell) => (cell === '' ? undefined : cell), write: (value) => value ?? '' };

/** An empty cell says that there is none. */
export const orNone = <T>(codec: Codec<T>): Codec<T | null> => ({
  read: (cell, column) => (cell === '' ? null : codec.read(cell, column)),
  write: (value) => (value === null ? '' : codec.write(value)),
});

export const flag: Codec<boolean> = {
  read: (cell, column) => {
    if (!/^(yes|no)$/i.test(cell)) wrongCell(column, `${shown(cell)} is not yes or no`);
    return cell.toLowerCase() === 'yes';
  },
  write: (value) => (value ? 'yes' : 'no'),
};

export const whole: Codec<number> = {
  read: (cell, column) => (/^\d{1,12}$/.test(cell) ? Number(cell) : wrongCell(column, `${shown(cell)} is not a whole number`)),
  write: String,
};

/** `383.00 USD`: never a float. */
export const money: Codec<Money> = {
  read: (cell, column) => {
    const [, amount = '', currency = ''] = /^(\S+)\s+([A-Z]{3})$/.exec(cell) ?? [];
    if (currency === '') wrongCell(column, `${shown(cell)} is not an amount such as 383.00 USD`);
    try {
      return parseMoney(amount, currency, column);
    } catch (error) {
      if (error instanceof InvalidValue) wrongCell(column, error.message.slice(column.length + 1));
      throw error;
    }
  },
  write: (value) => `${formatMinor(value)} ${value.currency}`,
};

/** All roles of a person, in any order. */
export const roles: Codec<readonly RoleGiven[]> = { read: readRoles, write: writeRoles };
