import { describe, expect, it } from '@jest/globals';
import { NotAuthenticated, StreamContended } from '#application';
import { DeadLettersFull, InvalidValue } from '#domain';
import { SourceTooFast } from './gate.js';
import { PagerDutyController } from './pagerduty.controller.js';

const event = Buffer.from(JSON.stringify({ routing_key: 'a'.repeat(32), event_action: 'resolve', dedup_key: 'truck-255' }));

/** Status, `Retry-After` and words of the answer to an event that fails so. */
async function answerTo(error: Error): Promise<readonly unknown[]> {
  const said = { status: 200, wait: null as string | null };
  const reply = {
    code: (status: number) => ((said.status = status), reply),
    header: (_: string, value: string) => ((said.wait = value), reply),
  };
  const gate = { byToken: () => Promise.reject(error) };
  const body = await new PagerDutyController(gate as never).enqueue(event, reply as never);
  return [said.status, said.wait, body.status];
}

describe('an event that could not be taken', () => {
  it.each<[Error, readonly unknown[]]>([
    [new SourceTooFast(60, 7), [429, '7', 'throttle exceeded']],
    [new StreamContended('deadletters-trucks'), [429, '1', 'throttle exceeded']],
    [new DeadLettersFull('trucks'), [429, '60', 'throttle exceeded']],
    [new NotAuthenticated(), [400, null, 'invalid event']],
    [new InvalidValue('message', 'is too long'), [400, null, 'invalid event']],
  ])('is to be sent again only where that helps: %s', async (error, expected) => {
    expect(await answerTo(error)).toEqual(expected);
  });

  it('for a reason that is ours is not answered as PagerDuty would', async () => {
    await expect(answerTo(new Error('disk'))).rejects.toThrow('disk');
  });
});
