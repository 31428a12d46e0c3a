import { plus, type WorkingTime } from '../../calendar/working-time.js';
import { fromMinute, type Minute } from '../../instant.js';
import type { Policy } from '../policy-document.js';
import type { Clocks } from '../route-record.js';

/** Clocks that begin now: parts of the slack, within the policy's bounds; where nobody said by when, parts of the remedy time. */
export function freshClocks(
  policy: Policy,
  time: WorkingTime,
  now: Minute,
  { slackMinutes, remedyMinutes }: { readonly slackMinutes: number | null; readonly remedyMinutes: number },
): Clocks {
  const basis = slackMinutes ?? remedyMinutes;
  const decideMinutes = partOf(basis, policy.clocks.decide);
  const after = (minutes: number) => fromMinute(plus(time, now, minutes));
  return {
    acknowledgeBy: after(partOf(basis, policy.clocks.acknowledge)),
    warnAt: after(Math.floor((decideMinutes * 2) / 3)),
    decideBy: after(decideMinutes),
  };
}

/** The clocks of somebody who has it already: they run on, and only a nearer date brings them forward. */
export function sooner(running: Clocks, fresh: Clocks): Clocks {
  return fresh.decideBy < running.decideBy
    ? { ...fresh, acknowledgeBy: fresh.acknowledgeBy < running.acknowledgeBy ? fresh.acknowledgeBy : running.acknowledgeBy }
    : running;
}

function partOf(minutes: number, { divisor, least, most }: Policy['clocks']['decide']): number {
  return Math.min(most, Math.max(least, Math.floor(minutes / divisor)));
}
