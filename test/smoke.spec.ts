import { expect, it } from '@jest/globals';

it('runs on the Node that the launcher chose', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});
