import type { EventRef } from '../../event.js';
import { toMinute, type Minute } from '../../instant.js';
import type { Money } from '../../money.js';
import type { Pattern } from '../../person/rights.js';
import type { PlaybookEvent } from '../../playbook/playbook.js';
import { matches, type CaseClass } from './authority.js';

/** What routing knows of a playbook: a pattern of one programme, who it was handed over to, and what stands if nobody decides. */
export interface PlaybookOfCases {
  readonly id: string;
  readonly programme: string;
  readonly pattern: Pattern;
  handOver: GivenHandOver | null;
  standingOrder: AgreedOrder | null;
}

export interface GivenHandOver {
  readonly to: string;
  readonly amountLimit: Money;
  readonly valueLimit: Money;
  readonly until: Minute | null;
  readonly source: EventRef;
}

export interface AgreedOrder {
  readonly option: 'recommended' | 'alternative' | 'no';
  readonly maxAmount: Money | null;
  readonly until: Minute | null;
}

/** By programme, the more closely named patterns first, then by id: the first that fits counts. */
type Playbooks = Map<string, PlaybookOfCases[]>;

export interface PlaybookIndex {
  readonly byId: Map<string, PlaybookOfCases>;
  readonly byProgramme: Playbooks;
}

export function noPlaybooks(): PlaybookIndex {
  return { byId: new Map(), byProgramme: new Map() };
}

/** Folds an event; gives the playbook if its hand-over became another. */
export function foldPlaybook(index: PlaybookIndex, id: string, event: PlaybookEvent, source: EventRef): PlaybookOfCases | null {
  if (event.type === 'PlaybookOpened') {
    open(index, { id, programme: event.data.programme, pattern: event.data.pattern, handOver: null, standingOrder: null });
    return null;
  }
  const playbook = index.byId.get(id);
  if (playbook === undefined) return null;
  switch (event.type) {
    case 'HandOverGiven':
      playbook.handOver = { ...limitsOf(event.data), to: event.data.to, source };
      return playbook;
    case 'HandOverLimited':
      if (playbook.handOver !== null) playbook.handOver = { ...playbook.handOver, ...limitsOf(event.data), source };
      return playbook;
    case 'HandOverEnded':
    case 'HandOverReturned':
      playbook.handOver = null;
      return playbook;
    case 'StandingOrderAgreed': {
      const { option, maxAmount, until } = event.data;
      playbook.standingOrder = { option, maxAmount, until: minuteOrNull(until) };
      return null;
    }
    case 'StandingOrderEnded':
      playbook.standingOrder = null;
      return null;
    case 'LeversChanged':
      return null;
  }
}

/** The live hand-over of a case's pattern, with its playbook. */
export function handOverOf(
  { byProgramme }: PlaybookIndex,
  programme: string,
  of: CaseClass,
  now: Minute,
): (GivenHandOver & { readonly playbook: string }) | null {
  for (const { id, pattern, handOver } of byProgramme.get(programme) ?? []) {
    if (handOver !== null && isLive(handOver.until, now) && matches(pattern, of)) return { ...handOver, playbook: id };
  }
  return null;
}

/** The live standing order of a case's pattern, with its playbook, that covers what the ask commits. */
export function standingOrderOf(
  { byProgramme }: PlaybookIndex,
  programme: string,
  of: CaseClass,
  committedMinor: number,
  now: Minute,
): (AgreedOrder & { readonly playbook: string }) | null {
  for (const { id, pattern, standingOrder } of byProgramme.get(programme) ?? []) {
    if (standingOrder === null || !isLive(standingOrder.until, now) || !matches(pattern, of)) continue;
    const { option, maxAmount } = standingOrder;
    if (option === 'no' || maxAmount === null || committedMinor <= maxAmount.minor) return { ...standingOrder, playbook: id };
  }
  return null;
}

function open({ byId, byProgramme }: PlaybookIndex, playbook: PlaybookOfCases): void {
  byId.set(playbook.id, playbook);
  const all = [...(byProgramme.get(playbook.programme) ?? []), playbook];
  byProgramme.set(playbook.programme, all.sort(byCloseness));
}

function byCloseness(a: PlaybookOfCases, b: PlaybookOfCases): number {
  return Object.keys(b.pattern).length - Object.keys(a.pattern).length || (a.id < b.id ? -1 : 1);
}

function limitsOf(data: { amountLimit: Money; valueLimit: Money; until: string | null }): Omit<GivenHandOver, 'to' | 'source'> {
  return { amountLimit: data.amountLimit, valueLimit: data.valueLimit, until: minuteOrNull(data.until) };
}

function minuteOrNull(instant: string | null): Minute | null {
  return instant === null ? null : toMinute(instant);
}

function isLive(until: Minute | null, now: Minute): boolean {
  return until === null || now < until;
}
