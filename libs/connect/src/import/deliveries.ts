import { MAX_MINOR_UNITS, type Instant, type Money } from '#domain';
import type { IssueLine } from './row-reader.js';

/** The late lines of one delivery: one delivery issue. */
export interface Delivery {
  readonly key: string;
  /** The row by which it is ordered among others of the same instant. */
  readonly firstRow: number;
  readonly lines: readonly IssueLine[];
  readonly filedAt: Instant;
  readonly resolvedAt: Instant | null;
  /** The facts of the lines put together: amounts and units summed, the earliest date that it is needed by. */
  readonly units: number;
  readonly valueAtRisk: Money;
  readonly delayCostPerDay: Money;
  readonly spend: Money;
  readonly neededBy: Instant;
  readonly criticalDetail: string | null;
}

/** Puts lines of one delivery together, in the order of their first row. */
export function deliveriesOf(lines: readonly IssueLine[]): readonly Delivery[] {
  const byKey = new Map<string, IssueLine[]>();
  for (const line of lines) {
    const together = byKey.get(line.delivery);
    if (together === undefined) byKey.set(line.delivery, [line]);
    else together.push(line);
  }
  return [...byKey].map(([key, together]) => delivery(key, together));
}

function delivery(key: string, lines: readonly IssueLine[]): Delivery {
  const first = lines[0] as IssueLine;
  const filed = lines.map((line) => line.filedAt).sort();
  const resolved = lines.map((line) => line.resolvedAt);
  return {
    key,
    firstRow: first.row,
    lines,
    filedAt: filed[0] as Instant,
    resolvedAt: resolved.includes(null) ? null : (resolved.sort().at(-1) as Instant),
    units: lines.reduce((sum, line) => sum + line.units, 0),
    valueAtRisk: total(lines.map((line) => line.valueAtRisk)),
    delayCostPerDay: total(lines.map((line) => line.delayCostPerDay)),
    spend: total(lines.map((line) => line.ask.spend)),
    neededBy: lines.map((line) => line.neededBy).sort()[0] as Instant,
    criticalDetail: lines.find((line) => line.criticalDetail !== null)?.criticalDetail ?? null,
  };
}

const total = (amounts: readonly Money[]): Money => ({
  minor: Math.min(
    amounts.reduce((sum, { minor }) => sum + minor, 0),
    MAX_MINOR_UNITS,
  ),
  currency: (amounts[0] as Money).currency,
});
