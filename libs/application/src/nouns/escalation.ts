import {
  accountableFor,
  fromMinute,
  toMinute,
  type EscalationCommand,
  type EscalationContext,
  type Instant,
  type PersonState,
} from '#domain';
import { plus } from '#domain/calendar/working-time';
import { noun } from '../noun.js';
import type { Streams } from '../streams.js';
import { escalations, issues, people, playbooks, policies, policyBooks, programmes, routes, workingTimes } from '../views.js';
import { conflictsOf, placesOfIssue } from './case-context.js';
import { holderNow } from './holder-now.js';
import { standingGrants } from './standing-grants.js';

export const escalation = noun({
  name: 'escalation',
  rules: escalations,
  async context({ id, command, state, base, streams, standings }) {
    // A process manager's own commands are about the stream alone, but for the standing order, which commits what the ask says.
    const about = state.status === 'none' || isAboutStreamAlone(command) ? null : state.issue;
    const issue = await streams.stateOf(issues, about);
    const route = await streams.stateOf(routes, about);
    const [places, policy, book, conflicts, person, playbook] = await Promise.all([
      placesOfIssue(issue, streams),
      streams.stateOf(policies, route?.policy ?? null),
      streams.stateOf(policyBooks, 'organisation'),
      conflictsOf(base.actor, streams),
      personNamed(command, streams),
      streams.stateOf(playbooks, playbookIn(command)),
    ]);
    return {
      escalationId: id,
      holder: state.status === 'none' ? null : await holderNow(accountableFor(state), base.now, streams),
      issue,
      ...places,
      route,
      policy,
      book,
      conflicts,
      person,
      ...(await instantsFor(command, { route, policy }, base.now, streams)),
      playbook,
      above: command.type === 'StepUp' && about !== null ? standings.above(about, base.now) : null,
    };
  },
});

function isAboutStreamAlone({ type }: EscalationCommand): boolean {
  return type === 'OpenEscalation' || type === 'FollowRoute' || type === 'CloseForIssue' || type === 'WarnClock' || type === 'TakeEffect';
}

/** With the grants that stand: of who is said to have decided, authority is asked too. */
async function personNamed(command: EscalationCommand, streams: Streams): Promise<PersonState> {
  const state = await streams.stateOf(people, personIn(command));
  return state.status === 'here' ? { ...state, grants: await standingGrants(state.grants, streams) } : state;
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

function playbookIn(command: EscalationCommand): string | null {
  return command.type === 'ExpireClock' && command.hop.kind === 'standing_order' ? command.hop.playbook : null;
}

/** Ends of spans of working time that the case's policy names, by its programme's calendar. */
async function instantsFor(
  { type }: EscalationCommand,
  { route, policy }: Pick<EscalationContext, 'route' | 'policy'>,
  now: Instant,
  streams: Streams,
): Promise<Pick<EscalationContext, 'timeBoxUntil' | 'returnedUntil'>> {
  const boxes = type === 'Claim' || type === 'RenewTimeBox';
  if (route === null || policy.status === 'none' || !(boxes || type === 'ReturnWithGuidance')) {
    return { timeBoxUntil: null, returnedUntil: null };
  }
  const { clocks } = policy.policy;
  const programme = await streams.stateOf(programmes, route.programme);
  const time = await streams.stateOf(workingTimes, programme.status === 'none' ? null : programme.calendar);
  const after = (minutes: number): Instant => fromMinute(plus(time, toMinute(now), minutes));
  return { timeBoxUntil: boxes ? after(clocks.timeBoxMinutes) : null, returnedUntil: boxes ? null : after(clocks.returnedMinutes) };
}
