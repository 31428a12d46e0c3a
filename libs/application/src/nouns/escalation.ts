import {
  accountableFor,
  fromMinute,
  toMinute,
  type EscalationCommand,
  type EscalationContext,
  type FullRoute,
  type Instant,
  type Policy,
} from '#domain';
import { plus } from '#domain/calendar/working-time';
import { noun } from '../noun.js';
import type { Streams } from '../streams.js';
import { escalations, issues, people, policies, policyBooks, programmes, routes, workingTimes } from '../views.js';
import { conflictsOf, placesOfIssue } from './case-context.js';
import { holderNow } from './holder-now.js';

export const escalation = noun({
  name: 'escalation',
  rules: escalations,
  async context({ id, command, state, base, streams, standings }) {
    // A process manager's own commands are about the stream alone, but for the standing order, which commits what the ask says.
    const about = state.status === 'none' || isAboutStreamAlone(command) ? null : state.issue;
    const issue = await streams.stateOf(issues, about);
    const [places, route, book, conflicts, person] = await Promise.all([
      placesOfIssue(issue, streams),
      streams.stateOf(routes, about),
      streams.stateOf(policyBooks, 'organisation'),
      conflictsOf(base.actor, streams),
      streams.stateOf(people, personIn(command)),
    ]);
    return {
      escalationId: id,
      holder: state.status === 'none' ? null : await holderNow(accountableFor(state), base.now, streams),
      issue,
      ...places,
      route,
      book,
      conflicts,
      person,
      ...(await instantsFor(command, route, base.now, streams)),
      above: command.type === 'StepUp' && about !== null ? standings.above(about, base.now) : null,
    };
  },
});

function isAboutStreamAlone({ type }: EscalationCommand): boolean {
  return type === 'OpenEscalation' || type === 'FollowRoute' || type === 'CloseForIssue' || type === 'WarnClock' || type === 'TakeEffect';
}

function personIn(command: EscalationCommand): string | null {
  switch (command.type) {
    case 'Reassign':
    case 'HandOver':
      return command.to;
    case 'AskQuestion':
      return command.of;
    case 'ReportDecision':
      return command.decider;
    default:
      return null;
  }
}

/** Ends of spans of working time that the case's policy names, by its programme's calendar. */
async function instantsFor(
  { type }: EscalationCommand,
  route: FullRoute | null,
  now: Instant,
  streams: Streams,
): Promise<Pick<EscalationContext, 'timeBoxUntil' | 'returnedUntil'>> {
  const boxes = type === 'Claim' || type === 'RenewTimeBox';
  if (route === null || !(boxes || type === 'ReturnWithGuidance')) return { timeBoxUntil: null, returnedUntil: null };
  const clocks = await clocksOf(route, streams);
  if (clocks === null) return { timeBoxUntil: null, returnedUntil: null };
  const programme = await streams.stateOf(programmes, route.programme);
  const time = await streams.stateOf(workingTimes, programme.status === 'none' ? null : programme.calendar);
  const after = (minutes: number): Instant => fromMinute(plus(time, toMinute(now), minutes));
  return { timeBoxUntil: boxes ? after(clocks.timeBoxMinutes) : null, returnedUntil: boxes ? null : after(clocks.returnedMinutes) };
}

async function clocksOf({ policy }: FullRoute, streams: Streams): Promise<Policy['clocks'] | null> {
  const state = await streams.stateOf(policies, policy);
  return state.status === 'none' ? null : state.policy.clocks;
}
