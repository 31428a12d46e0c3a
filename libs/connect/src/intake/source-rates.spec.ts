import { describe, expect, it } from '@jest/globals';
import { SourceRates } from './source-rates.js';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 23, 9) + seconds * 1000).toISOString();

describe('how often a source may send', () => {
  it('is as many as in a minute at once, and then as they grow again', () => {
    const rates = new SourceRates();
    for (let n = 0; n < 6; n++) expect(rates.take('trucks', 6, at(0))).toBeNull();
    expect(rates.take('trucks', 6, at(0))).toEqual({ waitSeconds: 10 });
    expect(rates.take('others', 6, at(0))).toBeNull();
    expect(rates.take('trucks', 6, at(10))).toBeNull();
    expect(rates.take('trucks', 6, at(10))).toEqual({ waitSeconds: 10 });
  });

  it('holds for what comes together: all of it, or none', () => {
    const rates = new SourceRates();
    expect(rates.take('trucks', 6, at(0), 4)).toBeNull();
    expect(rates.take('trucks', 6, at(0), 3)).toEqual({ waitSeconds: 10 });
    expect(rates.take('trucks', 6, at(0), 2)).toBeNull();
  });

  it('lets in more than may come in a minute once a minute', () => {
    const rates = new SourceRates();
    expect(rates.take('trucks', 6, at(0), 100)).toBeNull();
    expect(rates.take('trucks', 6, at(59), 100)).toEqual({ waitSeconds: 1 });
    expect(rates.take('trucks', 6, at(60), 100)).toBeNull();
  });

  it('is not less for a clock that was set back', () => {
    const rates = new SourceRates();
    for (let n = 0; n < 6; n++) rates.take('trucks', 6, at(60));
    expect(rates.take('trucks', 6, at(0))).toEqual({ waitSeconds: 10 });
    expect(rates.take('trucks', 6, at(10))).toBeNull();
  });
});
