import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Dice } from './dice.js';

const throws = (dice: Dice) => Array.from({ length: 50 }, () => dice.between(0, 999));

describe('dice', () => {
  it('fall the same for the same seed and name, and otherwise for another', () => {
    expect(throws(new Dice(7, 'a'))).toEqual(throws(new Dice(7, 'a')));
    expect(throws(new Dice(7, 'b'))).not.toEqual(throws(new Dice(7, 'a')));
    expect(throws(new Dice(8, 'a'))).not.toEqual(throws(new Dice(7, 'a')));
  });

  it('keep within their bounds and reach both', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 5 }), (seed, name, least, more) => {
        const dice = new Dice(seed, name);
        const fallen = new Set(Array.from({ length: 200 }, () => dice.between(least, least + more)));
        return Math.min(...fallen) === least && Math.max(...fallen) === least + more;
      }),
    );
  });

  it('never fall on what has no weight, and on the rest about as often as it says', () => {
    const dice = new Dice(1, 'weights');
    const fallen = Array.from({ length: 1_000 }, () => dice.weighted([[0, 'never'], [3, 'often'], [1, 'seldom']])); // prettier-ignore
    expect(fallen).not.toContain('never');
    const often = fallen.filter((value) => value === 'often').length;
    expect(often).toBeGreaterThan(690);
    expect(often).toBeLessThan(810);
  });
});
