import { InvalidValue } from './errors.js';

/** Integer minor units of an ISO 4217 currency: `{ minor: 2400000, currency: 'USD' }` is 24,000 dollars. 0 ≤ minor ≤ 10^13. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** An amount as stated and, if its currency is not the routing currency, as converted when it was recorded. */
export interface Amount {
  readonly stated: Money;
  /** In the routing currency; null when no rate was recorded (then it is a missing input). */
  readonly routed: Money | null;
  /** The rate used: routed = stated × numerator ÷ denominator, rounded half up. Absent when no conversion was needed. */
  readonly rate?: {
    readonly numerator: number;
    readonly denominator: number;
    readonly recordedIn: { readonly stream: string; readonly revision: number };
  };
}

/** The greatest amount that is accepted, in minor units. It keeps sums and percentages inside the safe integers. */
export const MAX_MINOR_UNITS = 10_000_000_000_000;

// ISO 4217 minor units that are not 2. Everything else has 2.
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3, BIF: 0, CLF: 4, CLP: 0, DJF: 0, GNF: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KMF: 0, KRW: 0, KWD: 3, LYD: 3,
  OMR: 3, PYG: 0, RWF: 0, TND: 3, UGX: 0, UYI: 0, UYW: 4, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
}; // prettier-ignore

/** Digits after the decimal point of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Checks shape and range; throws `InvalidValue` naming `field`. */
export function checkMoney(money: Money, field: string): void {
  if (!/^[A-Z]{3}$/.test(money.currency)) throw new InvalidValue(`${field}.currency`, 'must be an ISO 4217 code such as USD');
  if (!Number.isSafeInteger(money.minor) || money.minor < 0 || money.minor > MAX_MINOR_UNITS) {
    throw new InvalidValue(`${field}.minor`, `must be an integer from 0 to ${MAX_MINOR_UNITS}`);
  }
}

/** As `checkMoney`, and in the organisation's routing currency. */
export function checkRoutedMoney(money: Money, routingCurrency: string, field: string): void {
  checkMoney(money, field);
  if (money.currency !== routingCurrency) throw new InvalidValue(`${field}.currency`, `must be the routing currency ${routingCurrency}`);
}

/** Parses a decimal string ("24,000.50" is refused: no grouping) into minor units; never through a float. */
export function parseMoney(text: string, currency: string, field: string): Money {
  const exponent = exponentOf(currency);
  const parts = /^(\d{1,14})(?:\.(\d+))?$/.exec(text);
  if (parts === null) throw new InvalidValue(field, 'must be a decimal number without sign or grouping');
  const fraction = parts[2] ?? '';
  if (fraction.length > exponent && /[1-9]/.test(fraction.slice(exponent))) {
    throw new InvalidValue(field, `has more than ${exponent} digits after the point, which ${currency} does not have`);
  }
  const minor = Number(BigInt((parts[1] as string) + fraction.slice(0, exponent).padEnd(exponent, '0')));
  const money = { minor, currency };
  checkMoney(money, field);
  return money;
}

/** 2400050 USD → "24000.50". */
export function formatMinor(money: Money): string {
  const exponent = exponentOf(money.currency);
  const digits = String(money.minor).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** stated × numerator ÷ denominator into another currency's minor units, rounded half up. */
export function convert(stated: Money, to: string, rate: { numerator: number; denominator: number }, field = 'amount'): Money {
  const scale = 10n ** BigInt(exponentOf(to));
  const from = 10n ** BigInt(exponentOf(stated.currency));
  const top = BigInt(stated.minor) * BigInt(rate.numerator) * scale;
  const bottom = BigInt(rate.denominator) * from;
  const minor = (top * 2n + bottom) / (bottom * 2n);
  if (minor > BigInt(MAX_MINOR_UNITS)) throw new InvalidValue(field, `is over ${MAX_MINOR_UNITS} minor units of ${to} when converted`);
  return { minor: Number(minor), currency: to };
}
