import { describe, it } from '@jest/globals';
import { ConflictOfInterest, OwnCase, OwnSessionNeeded } from '../decision/separation.js';
import { InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import {
  acknowledged,
  asa,
  away,
  claimed,
  clocks,
  contextOf,
  decided,
  lou,
  luc,
  opened,
  present,
  returned,
  snoozed,
  TIME_BOX,
  TOMORROW,
  withEva,
} from '../testing/escalation-of-7.js';
import { eva, fay, lea, mia } from '../testing/issue-7.js';
import { NOW } from '../testing/organisation.js';
import { known, person, router, timekeeper } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import {
  AlreadyAcknowledged,
  AlreadyClaimed,
  ClockNotDue,
  EscalationAlreadyDecided,
  EscalationOver,
  NotClaimed,
  NotInCharge,
  NotSnoozed,
  NoWorkingTime,
  QuestionNotOpen,
  QuestionStillOpen,
} from './escalation.errors.js';
import type { EscalationEvent } from './escalation.js';

const given = scenario(escalationDecider).given;
const by = (actor: EscalationContext['actor'], changes: Partial<EscalationContext> = {}) => contextOf({ actor, ...changes });
const lower = person('lil', 'leader', { level: 1 });

describe('acknowledging', () => {
  const acknowledge: EscalationCommand = { type: 'Acknowledge' };

  it('is for the holder, a leader of that level or above, and the assistant of who has it', () => {
    for (const actor of [lea, lou, eva, asa]) given(opened()).when(acknowledge, by(actor)).then(acknowledged(actor.id));
    given(opened(), snoozed).when(acknowledge, by(lea)).then(acknowledged());
    for (const actor of [lower, luc]) given(opened()).when(acknowledge, by(actor)).thenRefused(NotInCharge);
    given(opened())
      .when(acknowledge, by({ ...asa, onBehalfOf: 'eva' }))
      .thenRefused(NotAllowed);
    given(opened())
      .when(acknowledge, by(person('asa', 'assistant', { onBehalfOf: 'eva' })))
      .thenRefused(NotInCharge);
    given(opened())
      .when(acknowledge, by({ ...lea, onBehalfOf: 'lea' }))
      .thenRefused(NotAllowed);
    given(opened()).when(acknowledge, by(router)).thenRefused(NotAllowed);
  });

  it('is for the substitute while the holder is away', () => {
    given(opened())
      .when(acknowledge, by(luc, { holder: away('lea', 'luc') }))
      .then(acknowledged('luc'));
    given(opened())
      .when(acknowledge, by(luc, { holder: { ...away('lea', 'luc'), absentUntil: NOW } }))
      .thenRefused(NotInCharge);
    given(opened())
      .when(acknowledge, by(luc, { holder: away('lea', null) }))
      .thenRefused(NotInCharge);
  });

  it('happens once, while somebody has to decide', () => {
    given(opened(), acknowledged()).when(acknowledge, by(lea)).thenRefused(AlreadyAcknowledged);
    given(opened(), claimed('lou'))
      .when(acknowledge, by(lou, { holder: present('lou') }))
      .thenRefused(AlreadyAcknowledged);
    given(opened(), decided()).when(acknowledge, by(lea)).thenRefused(EscalationAlreadyDecided);
    given(opened(), returned).when(acknowledge, by(lea)).thenRefused(EscalationOver);
    given().when(acknowledge, by(lea)).thenRefused(NotFound);
    given(opened())
      .when({ ...acknowledge, occurredAt: '2026-11-24T00:00:00.000Z' }, by(lea))
      .thenRefused(InvalidValue, 'occurredAt');
  });
});

describe('claiming', () => {
  const claim: EscalationCommand = { type: 'Claim' };

  it('is for the holder or a leader of that level or above, with a time box', () => {
    for (const actor of [lea, lou, eva]) given(opened()).when(claim, by(actor)).then(claimed(actor.id));
    given(opened(), snoozed).when(claim, by(lea)).then(claimed());
    given(opened())
      .when(claim, by(luc, { holder: away('lea', 'luc') }))
      .then(claimed('luc'));
    given(opened())
      .when(claim, by(lea, { timeBoxUntil: null }))
      .thenRefused(NoWorkingTime);
  });

  it('makes the claimer the only one', () => {
    for (const actor of [lou, eva, lea]) given(opened(), claimed('lou')).when(claim, by(actor)).thenRefused(AlreadyClaimed);
    given(opened(), claimed('lou'), snoozed).when(claim, by(eva)).thenRefused(AlreadyClaimed);
  });

  it('is not for who filed it or asked, is in conflict, or acts for another', () => {
    const filer = person('fay', 'executive', { level: 3 });
    given(opened()).when(claim, by(filer)).thenRefused(OwnCase);
    given(opened())
      .when(claim, by(lea, { conflicts: [{ site: 'school-1' }] }))
      .thenRefused(ConflictOfInterest);
    given(opened())
      .when(claim, by(lea, { conflicts: [{ partner: 'acme' }] }))
      .thenRefused(ConflictOfInterest);
    given(opened()).when(claim, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened()).when(claim, by(lower)).thenRefused(NotInCharge);
    given(opened()).when(claim, by(mia)).thenRefused(NotInCharge);
  });
});

describe('a claim', () => {
  const release: EscalationCommand = { type: 'Release', reason: null };
  const released: EscalationEvent = { type: 'EscalationReleased', data: { reason: null } };
  const renew: EscalationCommand = { type: 'RenewTimeBox', reason: 'Two more days' };
  const renewed: EscalationEvent = { type: 'TimeBoxRenewed', data: { until: TIME_BOX, reason: plain('Two more days') } };

  it('is released by the claimer or a leader above', () => {
    given(opened(), claimed('lou')).when({ ...release, reason: 'Leave' }, by(lou, { holder: present('lou') })).then({ type: 'EscalationReleased', data: { reason: plain('Leave') } }); // prettier-ignore
    given(opened(), claimed('lou')).when(release, by(eva)).then(released);
    given(opened(), claimed('lou')).when(release, by(lea)).thenRefused(NotInCharge);
    given(opened()).when(release, by(lea)).thenRefused(NotClaimed);
    given(opened(), claimed())
      .when({ ...release, reason: '' }, by(lea))
      .thenRefused(InvalidValue, 'reason');
    given(opened(), claimed('lou'), released).when({ type: 'Claim' }, by(lea)).then(claimed());
  });

  it('is renewed by the claimer with a reason, asleep or awake', () => {
    given(opened(), claimed()).when(renew, by(lea)).then(renewed);
    given(opened(), claimed(), snoozed).when(renew, by(lea)).then(renewed);
    given(opened(), claimed('lou')).when(renew, by(lea)).thenRefused(AlreadyClaimed);
    given(opened()).when(renew, by(lea)).thenRefused(NotClaimed);
    given(opened(), claimed())
      .when(renew, by(lea, { timeBoxUntil: null }))
      .thenRefused(NoWorkingTime);
    given(opened(), claimed())
      .when({ ...renew, reason: ' ' }, by(lea))
      .thenRefused(InvalidValue, 'reason');
  });
});

describe('reassigning', () => {
  const reassign: EscalationCommand = { type: 'Reassign', to: 'lou', reason: null };
  const reassigned: EscalationEvent = { type: 'EscalationReassigned', data: { to: 'lou', reason: null, route: null } };
  const toLou = { person: known(lou) };

  it('is for who has it, who stands in, and leaders above', () => {
    given(opened()).when(reassign, by(lea, toLou)).then(reassigned);
    given(opened()).when(reassign, by(eva, toLou)).then(reassigned);
    given(opened())
      .when(reassign, by(luc, { holder: away('lea', 'luc'), ...toLou }))
      .then(reassigned);
    given(opened()).when(reassign, by(lou, toLou)).thenRefused(NotInCharge);
    given(opened(), claimed()).when(reassign, by(lea, toLou)).then(reassigned);
    given(opened(), claimed(), reassigned)
      .when({ type: 'Claim' }, by(lou, { holder: present('lou') }))
      .then(claimed('lou'));
  });

  it('goes to a leader who could decide it', () => {
    const cannot = [{ status: 'none' } as const, known(mia), known(lower), known(person('lou', 'leader', { level: 2, scope: { region: 'south' } }))]; // prettier-ignore
    for (const person of cannot) given(opened()).when(reassign, by(lea, { person })).thenRefused(InvalidValue, 'to');
    given(opened())
      .when({ ...reassign, to: 'lea' }, by(lea, { person: known(lea) }))
      .thenRefused(InvalidValue, 'to');
    given(opened({ barred: ['lou'] }))
      .when(reassign, by(lea, toLou))
      .thenRefused(OwnCase);
    given(opened())
      .when(reassign, by(lea, { person: known(lou, { conflicts: [{ partner: 'acme' }] }) }))
      .thenRefused(ConflictOfInterest);
    given(opened())
      .when({ ...reassign, reason: '' }, by(lea, toLou))
      .thenRefused(InvalidValue, 'reason');
  });
});

describe('snoozing', () => {
  const snooze = { type: 'Snooze', until: TOMORROW, untilFactChanges: false } as const;
  const wake: EscalationCommand = { type: 'EndSnooze', because: 'hand' };
  const awake: EscalationEvent = { type: 'SnoozeEnded', data: { because: 'hand' } };

  it('is for who has it and for their assistant, never beyond the clock', () => {
    for (const actor of [lea, asa]) given(opened(), acknowledged()).when(snooze, by(actor)).then(snoozed);
    given(opened(), acknowledged()).when({ ...snooze, until: clocks.decideBy }, by(lea)).then({ type: 'EscalationSnoozed', data: { until: clocks.decideBy, untilFactChanges: false } }); // prettier-ignore
    given(opened())
      .when({ ...snooze, until: '2026-11-25T10:00:00.001Z' }, by(lea))
      .thenRefused(InvalidValue, 'until');
    given(opened())
      .when({ ...snooze, until: NOW }, by(lea))
      .thenRefused(InvalidValue, 'until');
    given(opened(), claimed('lou')).when(snooze, by(lea)).thenRefused(NotInCharge);
  });

  it('says that it was seen, so that no acknowledge clock runs out the moment it ends', () => {
    for (const actor of [lea, asa]) given(opened()).when(snooze, by(actor)).then(acknowledged(actor.id), snoozed);
    const over = contextOf({ actor: timekeeper, now: TOMORROW });
    const expire: EscalationCommand = { type: 'ExpireClock', clock: 'acknowledge', hop: { kind: 'level', to: withEva } };
    given(opened(), acknowledged(), snoozed, { type: 'SnoozeEnded', data: { because: 'time' } })
      .when(expire, over)
      .thenRefused(ClockNotDue);
  });

  it('ends by hand, and what was underneath is there again', () => {
    given(opened(), claimed('lou'), snoozed)
      .when(wake, by(lou, { holder: present('lou') }))
      .then(awake);
    given(opened(), claimed('lou'), snoozed, awake).when({ type: 'Claim' }, by(lea)).thenRefused(AlreadyClaimed);
    given(opened(), acknowledged(), snoozed, awake).when({ type: 'Acknowledge' }, by(lea)).thenRefused(AlreadyAcknowledged);
    given(opened(), acknowledged(), snoozed, snoozed, awake).when(wake, by(lea)).thenRefused(NotSnoozed);
    given(opened(), snoozed).when(wake, by(mia)).thenRefused(NotInCharge);
  });
});

describe('questions', () => {
  const ask = { type: 'AskQuestion', questionId: 'q1', of: 'mia', question: 'How many?' } as const;
  const asked: EscalationEvent = { type: 'QuestionAsked', data: { questionId: 'q1', of: 'mia', question: plain('How many?') } };
  const answer = { type: 'AnswerQuestion', questionId: 'q1', answer: 'Forty' } as const;
  const answered: EscalationEvent = { type: 'QuestionAnswered', data: { questionId: 'q1', answer: plain('Forty') } };
  const ofMia = { person: known(mia) };

  it('are asked one at a time, by who has it or their assistant', () => {
    for (const actor of [lea, asa]) {
      given(opened(), acknowledged()).when(ask, by(actor, ofMia)).then(asked);
      given(opened()).when(ask, by(actor, ofMia)).then(acknowledged(actor.id), asked);
    }
    given(opened(), asked).when(ask, by(lea, ofMia)).thenRefused(QuestionStillOpen);
    given(opened(), acknowledged(), asked, answered).when({ ...ask, questionId: 'q2' }, by(lea, ofMia)).then({ type: 'QuestionAsked', data: { questionId: 'q2', of: 'mia', question: plain('How many?') } }); // prettier-ignore
    given(opened()).when(ask, by(lea)).thenRefused(InvalidValue, 'of');
    given(opened())
      .when(ask, by(lea, { person: known(person('mia', 'auditor')) }))
      .thenRefused(InvalidValue, 'of');
    given(opened())
      .when({ ...ask, of: 'lea' }, by(lea, ofMia))
      .thenRefused(InvalidValue, 'of');
    given(opened())
      .when({ ...ask, question: '' }, by(lea, ofMia))
      .thenRefused(InvalidValue, 'question');
    given(opened())
      .when({ ...ask, questionId: '' }, by(lea, ofMia))
      .thenRefused(InvalidValue, 'questionId');
    given(opened()).when(ask, by(mia, ofMia)).thenRefused(NotInCharge);
  });

  it('are answered by who was asked, or by anybody who works there', () => {
    for (const actor of [mia, fay, lou]) given(opened(), asked).when(answer, by(actor)).then(answered);
    given(opened(), asked)
      .when(answer, by(person('mia', 'assistant', { scope: { region: 'south' } })))
      .then(answered);
    given(opened(), asked)
      .when(answer, by(person('mia', 'auditor')))
      .thenRefused(NotAllowed);
    given(opened(), asked)
      .when(answer, by(person('aud', 'auditor')))
      .thenRefused(NotAllowed);
    given(opened(), asked).when(answer, by(router)).thenRefused(NotAllowed);
    given(opened(), asked)
      .when({ ...answer, questionId: 'q0' }, by(mia))
      .thenRefused(QuestionNotOpen);
    given(opened(), asked, answered).when(answer, by(mia)).thenRefused(QuestionNotOpen);
    given(opened(), asked)
      .when({ ...answer, answer: '' }, by(mia))
      .thenRefused(InvalidValue, 'answer');
  });
});
