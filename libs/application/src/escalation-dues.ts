import type { EscalationState, Instant } from '#domain';

type RunningClock = 'acknowledge' | 'decide' | 'time_box';

/** What a clock of an escalation leads to when it runs out. */
export type EscalationDue =
  | { readonly kind: 'clock'; readonly clock: RunningClock; readonly at: Instant }
  | { readonly kind: 'warning'; readonly at: Instant }
  | { readonly kind: 'snooze'; readonly at: Instant }
  | { readonly kind: 'effect'; readonly at: Instant };

/** One of each can fall due in an escalation at a time. */
export function nameOf(due: EscalationDue): string {
  return due.kind === 'clock' ? due.clock : due.kind;
}

/** What falls due in an escalation as it stands. */
export function duesOf(state: EscalationState): readonly EscalationDue[] {
  switch (state.status) {
    case 'open':
      return [{ kind: 'clock', clock: 'acknowledge', at: state.clocks.acknowledgeBy }, ...decideDues(state)];
    case 'acknowledged':
      return decideDues(state);
    case 'claimed':
      return [...decideDues(state), { kind: 'clock', clock: 'time_box', at: state.timeBoxUntil }];
    case 'snoozed':
      return [...decideDues(state), ...timeBoxDue(state.underneath), { kind: 'snooze', at: state.until }];
    case 'decided': {
      const { inEffect, takesEffectAt } = state.decision;
      return inEffect || takesEffectAt === null ? [] : [{ kind: 'effect', at: takesEffectAt }];
    }
    default:
      return [];
  }
}

type Running = Pick<Exclude<EscalationState, { status: 'none' }>, 'clocks' | 'warned'>;

function decideDues({ clocks, warned }: Running): readonly EscalationDue[] {
  const decide = { kind: 'clock', clock: 'decide', at: clocks.decideBy } as const;
  return warned ? [decide] : [{ kind: 'warning', at: clocks.warnAt }, decide];
}

function timeBoxDue(underneath: Extract<EscalationState, { status: 'snoozed' }>['underneath']): readonly EscalationDue[] {
  return underneath.status === 'claimed' ? [{ kind: 'clock', clock: 'time_box', at: underneath.timeBoxUntil }] : [];
}
