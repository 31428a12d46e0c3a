import type { EscalationState, IssueEvent, LiveEscalation } from '#domain';

const LIVE: readonly EscalationState['status'][] = ['open', 'acknowledged', 'claimed', 'snoozed'];

/** Somebody has to decide it. */
export function isLive(escalation: EscalationState | null): escalation is LiveEscalation {
  return escalation !== null && LIVE.includes(escalation.status);
}

/** What was decided before does not answer it. */
export function asksAnew(event: IssueEvent): boolean {
  const { type } = event;
  return type === 'GoingUpRequested' || type === 'IssueReopened' || (type === 'IssueAmended' && event.data.changes.ask !== undefined);
}
