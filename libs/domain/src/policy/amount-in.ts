import { checkMoney, convert, type Amount, type Money } from '../money.js';
import { organisationOf, type PolicyBookState } from './policy-book.js';

/** An amount as stated, and converted by the organisation's recorded rate; without a rate it stays unconverted. Throws `InvalidValue`. */
export function amountIn(book: PolicyBookState, money: Money, field: string): Amount {
  checkMoney(money, field);
  const stated = { minor: money.minor, currency: money.currency };
  const { routingCurrency } = organisationOf(book);
  if (stated.currency === routingCurrency) return { stated, routed: stated };
  const rate = book.rates[stated.currency];
  return rate === undefined ? { stated, routed: null } : { stated, routed: convert(stated, routingCurrency, rate, `${field}.minor`), rate };
}

/** The same where there may be none. */
export function amountOrNone(book: PolicyBookState, money: Money | null, field: string): Amount | null {
  return money === null ? null : amountIn(book, money, field);
}
