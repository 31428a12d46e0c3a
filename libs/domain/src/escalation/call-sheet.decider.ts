import { checkInteger, checkPast, checkText } from '../check-value.js';
import { unreachable, type Actor, type Decider } from '../decider.js';
import { WORKERS } from '../decision/chosen-person.js';
import { inOwnSession } from '../decision/separation.js';
import { AlreadyExists, BrokenHistory, IllegalTransition, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { requireSight } from '../person/sight.js';
import type { CallSheetCase, CallSheetEvent, CallSheetState } from './call-sheet.js';
import type { CallSheetCommand, CallSheetContext } from './call-sheet.commands.js';
import { ClockNotDue } from './escalation.errors.js';

export class CallSheetClosed extends IllegalTransition {
  constructor() {
    super('the call sheet is closed');
  }
}

/** For the counterpart of the partner's person, or for who stands in. */
export class NotTheCounterpart extends NotAllowed {
  constructor(counterpart: string) {
    super(`only ${counterpart}, who keeps the contact, can do this`);
  }
}

const MINUTES_IN_A_DAY = 1440;

/** The rules of a call sheet: one counterpart, a number of contacts, an end. */
export const callSheetDecider: Decider<CallSheetCommand, CallSheetEvent, CallSheetState, CallSheetContext> = {
  initial: { status: 'none' },
  evolve: evolveCallSheet,
  requireSight: (_command, state, { actor, callSheetId, counterpart }) => {
    if (state.status === 'none') return;
    requireSight(actor, { what: 'call sheet', id: callSheetId }, state, [state.counterpart, counterpart?.substitute]);
  },
  decide: (command, state, context) => {
    if (command.type === 'OpenCallSheet') return open(command, state, context);
    if (state.status === 'none') throw new NotFound('call sheet', context.callSheetId);
    callSheetDecider.requireSight?.(command, state, context);
    // Who may not write on it is not told that it is closed.
    if (command.type === 'RecordContact' || command.because === 'hand') requireCounterpart(state, context);
    if (state.status === 'closed') throw new CallSheetClosed();
    return command.type === 'RecordContact' ? recordContact(command, state, context) : close(command, state, context);
  },
};

export function evolveCallSheet(state: CallSheetState, event: CallSheetEvent): CallSheetState {
  if (event.type === 'CallSheetOpened') {
    const { programme, partner, counterpart, until } = event.data;
    return { status: 'open', programme, partner, counterpart, until, contacts: 0 };
  }
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  switch (event.type) {
    case 'PartnerContacted':
      return { ...state, contacts: state.contacts + 1 };
    case 'CallSheetClosed':
      return { ...state, status: 'closed' };
    default:
      return unreachable(event);
  }
}

type Command<T extends CallSheetCommand['type']> = Extract<CallSheetCommand, { readonly type: T }>;
type Events = readonly CallSheetEvent[];

function open(command: Command<'OpenCallSheet'>, state: CallSheetState, { actor, callSheetId }: CallSheetContext): Events {
  requireSystem(actor, 'router');
  if (state.status !== 'none') throw new AlreadyExists('call sheet', callSheetId);
  const { type: _type, ...data } = command;
  return [{ type: 'CallSheetOpened', data }];
}

function recordContact(command: Command<'RecordContact'>, sheet: CallSheetCase, context: CallSheetContext): Events {
  const by = requireCounterpart(sheet, context);
  const { note, minutes, occurredAt } = command;
  if (occurredAt !== undefined) checkPast(occurredAt, 'occurredAt', context.now);
  checkText(note, 'note');
  checkInteger(minutes, 'minutes', 1, MINUTES_IN_A_DAY);
  const contacted: CallSheetEvent = { type: 'PartnerContacted', data: { by, note: plain(note), minutes } };
  const enough = sheet.contacts + 1 >= context.contactsToClose;
  return enough ? [contacted, { type: 'CallSheetClosed', data: { because: 'contacts' } }] : [contacted];
}

function close({ because }: Command<'CloseCallSheet'>, sheet: CallSheetCase, context: CallSheetContext): Events {
  if (because !== 'hand') requireSystem(context.actor, because === 'time' ? 'timekeeper' : 'router');
  if (because === 'time' && context.now < sheet.until) throw new ClockNotDue('the call sheet', sheet.until);
  return [{ type: 'CallSheetClosed', data: { because } }];
}

function requireCounterpart({ counterpart }: CallSheetCase, { actor, counterpart: holder, now }: CallSheetContext): string {
  const { id, rights } = inOwnSession(actor);
  const away = holder?.id === counterpart && holder.absentUntil !== null && now < holder.absentUntil;
  if (id !== counterpart && !(away && holder.substitute === id)) throw new NotTheCounterpart(counterpart);
  if (!rights.roles.some(({ role }) => WORKERS.includes(role))) throw new NotAllowed(`needs the role ${WORKERS.join(' or ')}`);
  return id;
}

function requireSystem(actor: Actor, id: 'router' | 'timekeeper'): void {
  if (actor.kind !== 'system' || actor.id !== id) throw new NotAllowed(`is done by the ${id}`);
}
