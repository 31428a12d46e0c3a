import { describe, it } from '@jest/globals';
import { OwnSessionNeeded } from '../decision/separation.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { asa, away, lou, luc, present } from '../testing/escalation-of-7.js';
import { lea } from '../testing/issue-7.js';
import { NOW } from '../testing/organisation.js';
import { person, router, timekeeper } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { CallSheetCommand, CallSheetContext } from './call-sheet.commands.js';
import { callSheetDecider, CallSheetClosed, NotTheCounterpart } from './call-sheet.decider.js';
import type { CallSheetEvent } from './call-sheet.js';
import { ClockNotDue } from './escalation.errors.js';

const given = scenario(callSheetDecider).given;
const UNTIL = '2026-12-07T10:00:00.000Z';
const data = {
  programme: 'dev',
  partner: 'acme',
  rank: 2,
  counterpart: 'lea',
  until: UNTIL,
  putForward: { stream: 'partner-dev.acme', revision: 1 },
};
const opened: CallSheetEvent = { type: 'CallSheetOpened', data };
const contacted = (by = 'lea'): CallSheetEvent => ({ type: 'PartnerContacted', data: { by, note: plain('We spoke'), minutes: 30 } });
const closed = (because: 'contacts' | 'time' | 'stood_down' | 'hand'): CallSheetEvent => ({ type: 'CallSheetClosed', data: { because } });

const by = (actor: CallSheetContext['actor'], changes: Partial<CallSheetContext> = {}): CallSheetContext => ({
  now: NOW,
  actor,
  callSheetId: 'c1',
  counterpart: present('lea'),
  contactsToClose: 2,
  ...changes,
});

describe('a call sheet', () => {
  const record = { type: 'RecordContact', note: 'We spoke', minutes: 30 } as const;
  const close = (because: 'time' | 'stood_down' | 'hand'): CallSheetCommand => ({ type: 'CloseCallSheet', because });

  it('is opened by the router, once', () => {
    given()
      .when({ type: 'OpenCallSheet', ...data }, by(router))
      .then(opened);
    given(opened)
      .when({ type: 'OpenCallSheet', ...data }, by(router))
      .thenRefused(AlreadyExists);
    given()
      .when({ type: 'OpenCallSheet', ...data }, by(lea))
      .thenRefused(NotAllowed);
    given().when(record, by(lea)).thenRefused(NotFound);
  });

  it('counts the contacts of the counterpart, and closes with the last', () => {
    given(opened).when(record, by(lea)).then(contacted());
    given(opened, contacted()).when(record, by(lea)).then(contacted(), closed('contacts'));
    given(opened)
      .when(record, by(lea, { contactsToClose: 1 }))
      .then(contacted(), closed('contacts'));
    given(opened, contacted(), contacted(), closed('contacts')).when(record, by(lea)).thenRefused(CallSheetClosed);
    given(opened, contacted(), contacted(), closed('contacts')).when(record, by(lou)).thenRefused(NotTheCounterpart);
  });

  it('is kept by the counterpart, or by who stands in', () => {
    given(opened)
      .when(record, by(luc, { counterpart: away('lea', 'luc') }))
      .then(contacted('luc'));
    for (const actor of [lou, luc]) given(opened).when(record, by(actor)).thenRefused(NotTheCounterpart);
    given(opened).when(record, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened).when(record, by(router)).thenRefused(NotAllowed);
    given(opened)
      .when(record, by(person('lea', 'auditor')))
      .thenRefused(NotAllowed);
  });

  it('refuses wrong values', () => {
    given(opened)
      .when({ ...record, note: '' }, by(lea))
      .thenRefused(InvalidValue, 'note');
    for (const minutes of [0, 1441, 0.5])
      given(opened)
        .when({ ...record, minutes }, by(lea))
        .thenRefused(InvalidValue, 'minutes');
    given(opened)
      .when({ ...record, occurredAt: UNTIL }, by(lea))
      .thenRefused(InvalidValue, 'occurredAt');
  });

  it('closes with time, by hand, or when the partner’s person stands down', () => {
    given(opened)
      .when(close('time'), by(timekeeper, { now: UNTIL }))
      .then(closed('time'));
    given(opened).when(close('time'), by(timekeeper)).thenRefused(ClockNotDue);
    given(opened).when(close('hand'), by(lea)).then(closed('hand'));
    given(opened).when(close('hand'), by(lou)).thenRefused(NotTheCounterpart);
    given(opened).when(close('stood_down'), by(router)).then(closed('stood_down'));
    given(opened).when(close('stood_down'), by(lea)).thenRefused(NotAllowed);
    given(opened, closed('hand')).when(close('hand'), by(lea)).thenRefused(CallSheetClosed);
  });
});
