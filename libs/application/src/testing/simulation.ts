import { expect } from '@jest/globals';
import {
  accountableFor,
  DomainError,
  fromMillis,
  toMillis,
  type EscalationCommand,
  type EscalationState,
  type Instant,
  type IssueCommand,
} from '#domain';
import { answersFor } from '#domain/routing/v1/case-escalation';
import { initialRouterState } from '#domain/routing/router-state';
import { step } from '#domain/routing/router-fold';
import type { EventStore, NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EngineParts } from '../engine.js';
import { askFor, operator, Organisation, person, usd } from './organisation.js';
import { escalations } from '../views.js';

type Dice = (below: number) => number;

/** Numbers that look random and are the same in every run. */
function dice(seed: number): Dice {
  let state = seed * 7919 + 17;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function later(instant: Instant, minutes: number): Instant {
  return fromMillis(toMillis(instant) + minutes * 60_000);
}

/** A log whose process can be killed: from then on nothing that it appends comes through. */
class Mortal {
  alive = true;
  readonly store: EventStore;

  constructor(under: EventStore, killedNow: () => boolean) {
    const append = async (stream: string, expected: never, events: readonly NewEvent[]) => {
      if (events[0]?.actor === 'system:router' && killedNow()) this.alive = false;
      if (!this.alive) throw new Error('killed');
      return under.append(stream, expected, events);
    };
    this.store = new Proxy(under, {
      get: (target, name) => (name === 'append' ? append : (target[name as keyof EventStore] as () => unknown).bind(target)),
    });
  }
}

const PEOPLE = ['mia', 'max', 'lea', 'leo', 'eva'] as const;
const verdict = { decision: 'So', rationale: 'Because', optionsConsidered: [], terms: null } as const;

type IssueAct = (next: Dice) => IssueCommand;
const ON_ISSUES: readonly IssueAct[] = [
  (next) => ({ type: 'AmendIssue', changes: { ask: askFor(usd(next(80_000))) } }),
  (next) => ({ type: 'AmendIssue', changes: { units: 1 + next(1000) } }),
  () => ({ type: 'AskToGoUp', missingAuthority: 'amount', leversTried: [], tried: 'All' }),
  () => ({ type: 'ResolveIssue', outcome: 'fixed', resolution: null }),
  () => ({ type: 'ReopenIssue', reason: 'Again' }),
  () => ({ type: 'CallMine', until: null, reason: 'Mine' }),
  () => ({ type: 'AcceptWork' }),
];

type EscalationAct = (next: Dice, now: Instant) => EscalationCommand;
const ON_ESCALATIONS: readonly EscalationAct[] = [
  () => ({ type: 'Acknowledge' }),
  () => ({ type: 'Claim' }),
  () => ({ type: 'Claim' }),
  () => ({ type: 'Release', reason: null }),
  () => ({ type: 'Decide', option: 'no', decisionGroup: null, ...verdict }),
  () => ({ type: 'WithdrawDecision', reason: null }),
  () => ({ type: 'ReturnWithGuidance', guidance: 'Call them' }),
  () => ({ type: 'HandOver', to: 'mia', goodLooksLike: 'By Friday' }),
  () => ({ type: 'StepUp', reason: 'Too much' }),
  (next) => ({ type: 'Reassign', to: someone(next), reason: null }),
  (next, now) => ({ type: 'Snooze', until: later(now, 1 + next(600)), untilFactChanges: next(2) === 0 }),
];

function someone(next: Dice): string {
  return PEOPLE[next(PEOPLE.length)] as string;
}

/** One act of somebody, in which most are refused, as in life. */
async function act(acme: Organisation, next: Dice, filed: string[]): Promise<void> {
  const who = person(someone(next));
  const now = acme.time.now();
  const issue = filed[next(filed.length)] ?? 'i0';
  switch (next(6)) {
    case 0: {
      filed.push(`i${String(filed.length)}`);
      await acme.file(filed.at(-1) as string, next(2) === 0 ? {} : { ask: askFor(usd(1000 * (1 + next(80)))) });
      return;
    }
    case 1:
    case 2:
      await acme.as(who, 'issue', (ON_ISSUES[next(ON_ISSUES.length)] as IssueAct)(next), { id: issue });
      return;
    case 3:
    case 4: {
      const opened = (await acme.log()).findLast(({ type, data }) => type === 'EscalationOpened' && data['issue'] === issue);
      const command = (ON_ESCALATIONS[next(ON_ESCALATIONS.length)] as EscalationAct)(next, now);
      if (opened !== undefined) await acme.as(who, 'escalation', command, { id: opened.stream.slice('escalation-'.length) });
      return;
    }
    default: {
      const away = {
        absenceId: `a${String(next(1_000_000))}`,
        from: now,
        until: later(now, 60 * (1 + next(30))),
        substitute: someone(next),
      };
      await acme.as(operator, 'person', { type: 'PlanAbsence', person: someone(next), ...away });
    }
  }
}

/** People act on a log whose router is killed now and then, is away for a while, and comes back; at last it comes to rest. */
export async function simulate(seed: number, acts: number, parts: Partial<EngineParts> = {}): Promise<EventStore> {
  const next = dice(seed);
  const base = new MemoryEventStore();
  const { engine, time, vault } = await Organisation.started(base);
  await engine.stop();
  const begin = async (leads: boolean): Promise<{ readonly mortal: Mortal; readonly acme: Organisation }> => {
    const mortal = new Mortal(base, () => next(60) === 0);
    const acme = new Organisation(mortal.store, time, vault, { ...parts, leads });
    await acme.engine.start();
    return { mortal, acme };
  };
  let { mortal, acme } = await begin(true);
  let away = 0;
  const filed: string[] = [];
  for (let i = 0; i < acts; i += 1) {
    try {
      await act(acme, next, filed);
      if (next(3) === 0) time.advanceTo(later(time.now(), next(120)));
      if (next(3) === 0) await acme.engine.rest();
    } catch (error) {
      if (!(error instanceof DomainError) && mortal.alive) throw error;
    }
    if (mortal.alive && (away === 0 || --away > 0)) continue;
    await acme.engine.stop();
    away = mortal.alive ? 0 : next(8);
    ({ mortal, acme } = await begin(away === 0));
  }
  await acme.engine.stop();
  const last = new Organisation(base, time, vault, parts);
  await last.engine.start();
  await last.engine.rest();
  await last.engine.stop();
  expect(last.failures).toEqual([]);
  return base;
}

interface Views {
  /** Who has which issue above L1, by the router's fold. */
  readonly fold: Record<string, string>;
  /** The same, by the streams of the escalations. */
  readonly streams: Record<string, string>;
}

export async function viewsOf(store: EventStore): Promise<Views> {
  const state = initialRouterState();
  const states = new Map<string, EscalationState>();
  for (const event of await store.readFromIndex(0, 100_000)) {
    step(state, event as never);
    const { stream } = event;
    if (stream.startsWith('escalation-')) states.set(stream, escalations.evolve(states.get(stream) ?? escalations.initial, event as never));
  }
  const views: Views = { fold: {}, streams: {} };
  for (const { id, escalation, status } of state.cases.values()) {
    if (escalation !== null && status === 'open') views.fold[id] = `L${String(escalation.level)} ${answersFor(escalation)}`;
  }
  for (const of of states.values()) {
    if (of.status === 'none' || !LIVE.includes(of.status)) continue;
    const also = views.streams[of.issue];
    views.streams[of.issue] = `${also === undefined ? '' : `${also} and `}L${String(of.level)} ${accountableFor(of)}`;
  }
  return views;
}

const LIVE: readonly EscalationState['status'][] = ['open', 'acknowledged', 'claimed', 'snoozed'];
