import { describe, expect, it } from '@jest/globals';
import { ASSUMED_WEEK, between } from '../../calendar/working-time.js';
import { toMinute } from '../../instant.js';
import { RoutedLog } from '../../testing/routed-log.js';
import { does, files, founds, GRAVE, POLICY } from '../../testing/small-organisation.js';
import { freshClocks } from './clocks.js';

const NOW = toMinute('2026-01-05T09:00:00.000Z');

describe('clocks', () => {
  it.each<[string, number | null, number, [number, number, number]]>([
    ['are an eighth and a third of the slack, the warning at two thirds', 1200, 0, [150, 266, 400]],
    ['are at least 15 minutes and an hour', 30, 0, [15, 40, 60]],
    ['are not less when the time has passed', 0, 0, [15, 40, 60]],
    ['are at most half a day and two days', 100_000, 0, [240, 720, 1080]],
    ['go by the remedy time when nobody said by when', null, 1200, [150, 266, 400]],
  ])('%s', (_name, slackMinutes, remedyMinutes, expected) => {
    const { acknowledgeBy, warnAt, decideBy } = freshClocks(POLICY, ASSUMED_WEEK, NOW, { slackMinutes, remedyMinutes });
    expect([acknowledgeBy, warnAt, decideBy].map((at) => between(ASSUMED_WEEK, NOW, toMinute(at)))).toEqual(expected);
  });

  it('run on through later routes; only a nearer date brings them forward', () => {
    const world = founds(new RoutedLog());
    files(world, 'mia', '7', GRAVE);
    const first = world.route('7').clocks;
    world.log.after(60);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { visibility: 2, neededBy: '2026-02-27T12:00:00.000Z' } } });
    expect(world.route('7').clocks).toEqual(first);
    does(world, 'mia', '7', { type: 'IssueAmended', data: { changes: { neededBy: '2026-01-06T10:00:00.000Z' } } });
    const { clocks } = world.route('7');
    expect(clocks?.decideBy).toBe('2026-01-05T13:00:00.000Z');
    expect(world.escalationOf('7')?.state).toMatchObject({ clocks });
  });
});
