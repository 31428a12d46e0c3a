import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uuid } from '../contract/events.js';
import { PlaceIndex } from './place-index.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-index-'));
  file = join(folder, 'index');
});
afterEach(() => rmSync(folder, { recursive: true }));

function indexOf(places: readonly number[], path: string | null = null): PlaceIndex {
  const index = new PlaceIndex(path);
  for (const place of places) index.add(place, uuid(place));
  return index;
}

const growing = fc.uniqueArray(fc.nat(1_000_000), { maxLength: 200 }).map((places) => places.sort((a, b) => a - b));

describe('PlaceIndex', () => {
  it('is the rank of a place, and the place of a rank', () => {
    fc.assert(
      fc.property(growing, fc.nat(1_000_000), (places, other) => {
        const index = indexOf(places);
        expect(index.count).toBe(places.length);
        for (const [i, place] of places.entries()) expect([index.indexOf(place), index.placeOf(i)]).toEqual([i, place]);
        expect(index.countThrough(other)).toBe(places.filter((place) => place <= other).length);
        expect(index.indexOf(other)).toBe(places.includes(other) ? places.indexOf(other) : undefined);
      }),
    );
  });

  it('is the same over many chunks', () => {
    const index = indexOf(Array.from({ length: 200_000 }, (_, i) => 7 * i));
    expect([index.indexOf(7 * 65_535), index.indexOf(7 * 65_536), index.indexOf(7 * 199_999)]).toEqual([65_535, 65_536, 199_999]);
    expect(index.placeOf(131_072)).toBe(7 * 131_072);
  });

  it('is kept by its file, and goes on from it', () => {
    const first = indexOf([5, 90], file);
    first.flush();
    first.add(400, uuid(400));
    first.close();
    const again = new PlaceIndex(file);
    expect([again.count, again.last]).toEqual([3, { place: 400, idTail: '8000000000000190' }]);
    again.add(401, uuid(401));
    again.close();
    expect(new PlaceIndex(file).count).toBe(4);
  });

  it.each([
    ['a record is torn', () => truncateSync(file, 2 * 16 + 9), 2],
    ['a block was lost with the power', () => writeFileSync(file, readFileSync(file).fill(0, 16, 32)), 1],
    ['places go backwards', () => writeFileSync(file, Buffer.concat([readFileSync(file), readFileSync(file)])), 3],
  ])('takes over what makes sense when %s', (_, spoil, count) => {
    indexOf([5, 90, 400], file).close();
    spoil();
    expect(new PlaceIndex(file).count).toBe(count);
  });

  it('is written by two at once as by one', () => {
    const [one, other] = [indexOf([5, 90, 400], file), indexOf([5, 90], file)];
    one.close();
    other.close();
    expect(new PlaceIndex(file).count).toBe(3);
  });

  it('forgets what its file says of another log', () => {
    indexOf([5, 90, 400], file).close();
    const index = new PlaceIndex(file);
    index.clear();
    index.add(7, uuid(7));
    index.close();
    expect([new PlaceIndex(file).count, index.last?.place]).toEqual([1, 7]);
  });
});
