import { MAX_MINOR_UNITS, MAX_UNITS, later, type Instant, type Money } from '#domain';
import { CellWrong } from './import-errors.js';
import type { IssueLine } from './issue-line.js';

/** The late lines of one delivery: one delivery issue. */
export interface Delivery {
  readonly key: string;
  /** It gives site, partner, order and ask; by its row the delivery is ordered among others of the same instant. */
  readonly first: IssueLine;
  readonly lines: number;
  /** The facts of the lines put together: the first filing, the last arrival, amounts and units summed, the earliest need. */
  readonly filedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly units: number;
  readonly valueAtRisk: Money;
  readonly delayCostPerDay: Money;
  readonly spend: Money;
  readonly neededBy: Instant;
  readonly criticalDetail: string | null;
}

/** Puts lines of one delivery together. */
export class Deliveries {
  readonly #byKey = new Map<string, Delivery>();

  /** @throws CellWrong with this line the delivery would be worth more, or have more units, than any can */
  add(line: IssueLine): void {
    const before = this.#byKey.get(line.delivery);
    const delivery = before === undefined ? deliveryOf(line) : withLine(before, line);
    const { units, valueAtRisk, delayCostPerDay, spend } = delivery;
    if (units > MAX_UNITS || [valueAtRisk, delayCostPerDay, spend].some(({ minor }) => minor > MAX_MINOR_UNITS))
      throw new CellWrong('', 'makes its delivery larger than any can be');
    this.#byKey.set(line.delivery, delivery);
  }

  /** In the order of their first row. */
  all(): readonly Delivery[] {
    return [...this.#byKey.values()];
  }
}

function deliveryOf(line: IssueLine): Delivery {
  const { delivery, filedAt, resolvedAt, units, valueAtRisk, delayCostPerDay, ask, neededBy, criticalDetail } = line;
  const facts = { units, valueAtRisk, delayCostPerDay, spend: ask.spend, neededBy, criticalDetail };
  return { key: delivery, first: line, lines: 1, filedAt, resolvedAt, ...facts };
}

function withLine(delivery: Delivery, line: IssueLine): Delivery {
  return {
    ...delivery,
    lines: delivery.lines + 1,
    filedAt: earlier(delivery.filedAt, line.filedAt),
    resolvedAt: delivery.resolvedAt === null || line.resolvedAt === null ? null : later(delivery.resolvedAt, line.resolvedAt),
    units: delivery.units + line.units,
    valueAtRisk: sum(delivery.valueAtRisk, line.valueAtRisk),
    delayCostPerDay: sum(delivery.delayCostPerDay, line.delayCostPerDay),
    spend: sum(delivery.spend, line.ask.spend),
    neededBy: earlier(delivery.neededBy, line.neededBy),
    criticalDetail: delivery.criticalDetail ?? line.criticalDetail,
  };
}

const earlier = (one: Instant, other: Instant): Instant => (other < one ? other : one);

const sum = (one: Money, other: Money): Money => ({ minor: one.minor + other.minor, currency: one.currency });
