import { expect, it } from '@jest/globals';
import { managersOf } from './cast.js';
import { DISTRICTS, REGIONS, TOTAL_DEVICES } from './districts.js';

it('has 148 districts with a code, an order and a region that somebody manages', () => {
  expect(DISTRICTS).toHaveLength(148);
  expect(new Set(DISTRICTS.map(({ code }) => code)).size).toBe(148);
  expect(new Set(DISTRICTS.map(({ order }) => order)).size).toBe(148);
  for (const { code } of DISTRICTS) expect(code).toMatch(/^[a-z-]+$/);
  for (const region of REGIONS) expect(managersOf(region)).toHaveLength(2);
});

it('sends Moss Ridge 1,792 devices, more than four in a hundred of all', () => {
  const mossRidge = DISTRICTS.find(({ name }) => name === 'Moss Ridge');
  expect(mossRidge).toMatchObject({ region: 'north', siteClass: 'town', devices: 1_792, order: 'PO-4102' });
  expect((mossRidge?.devices ?? 0) * 100).toBeGreaterThan(4 * TOTAL_DEVICES);
});
