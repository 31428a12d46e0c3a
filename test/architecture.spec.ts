import { describe, expect, it } from '@jest/globals';
import { rules } from './architecture/rules.js';
import { readSources, sourceTree } from './architecture/source-tree.js';

const house = sourceTree(readSources(new URL('../', import.meta.url), ['apps/', 'libs/', 'test/']));
const textOf = (files: Readonly<Record<string, string>>): string => Object.values(files).join(' // ');

describe.each(rules)('$name', ({ violations, seeds, lawful = [] }) => {
  it('holds in the house', () => expect(violations(house)).toEqual([]));

  for (const seed of seeds) it(`bites: ${textOf(seed)}`, () => expect(violations(sourceTree(seed))).not.toEqual([]));

  for (const files of lawful) it(`allows: ${textOf(files)}`, () => expect(violations(sourceTree(files))).toEqual([]));
});

it('reads the house at all', () => expect(house.size).toBeGreaterThan(10));
