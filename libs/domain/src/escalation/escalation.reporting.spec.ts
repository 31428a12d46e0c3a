import { describe, it } from '@jest/globals';
import { GrantMissing } from '../decision/authority.js';
import { ConflictOfInterest, OwnCase, OwnSessionNeeded } from '../decision/separation.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { plain } from '../personal.js';
import {
  asa,
  claimed,
  contextOf,
  decided,
  decision,
  escalated,
  issue7,
  lou,
  opened,
  present,
  tookEffect,
  words,
} from '../testing/escalation-of-7.js';
import { ask, eva, fay, feed, lea, mia } from '../testing/issue-7.js';
import { amountFloor, NOW } from '../testing/organisation.js';
import { known, person, router, upTo } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationContext } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import {
  EscalationAlreadyDecided,
  NothingDecided,
  NotInCharge,
  NotTheDecider,
  ReportNotPending,
  ReportPending,
} from './escalation.errors.js';
import type { EscalationEvent } from './escalation.js';

const given = scenario(escalationDecider).given;
const by = (actor: EscalationContext['actor'], changes: Partial<EscalationContext> = {}) =>
  contextOf({ actor, person: known(lea), ...changes });

const terms = { spend: { minor: 900, currency: 'USD' }, writeOff: null, delayAcceptedDays: 0 };
const report = {
  type: 'ReportDecision',
  reportId: 'r1',
  decider: 'lea',
  saidAt: NOW,
  option: 'recommended',
  ...words,
  terms: null,
} as const;
const reported = (changes: Partial<Parameters<typeof decision>[0]> = {}, who = 'lea'): EscalationEvent => ({
  type: 'DecisionReported',
  data: { ...decision(changes), reportId: 'r1', decider: who, saidAt: NOW },
});
const confirm = { type: 'ConfirmReport', reportId: 'r1', ...words } as const;
const confirmed = (changes: Partial<Parameters<typeof decision>[0]> = {}): EscalationEvent => ({
  type: 'DecisionConfirmed',
  data: { ...decision(changes), reportId: 'r1', by: 'lea' },
});
const deny = { type: 'DenyReport', reportId: 'r1', reason: 'I said wait' } as const;

describe('a decision made in conversation', () => {
  it('is reported by anybody else who works there, assistants too', () => {
    for (const actor of [mia, fay, lou, asa]) given(opened()).when(report, by(actor)).then(reported());
    given(opened()).when(report, by(lea)).thenRefused(InvalidValue, 'decider');
    for (const actor of [feed, person('aud', 'auditor'), router]) given(opened()).when(report, by(actor)).thenRefused(NotAllowed);
  });

  it('must be one that the named leader may make', () => {
    given(opened({ barred: ['lea'] }))
      .when(report, by(mia))
      .thenRefused(OwnCase);
    given(opened(), claimed('lou'))
      .when(report, by(mia, { holder: present('lou') }))
      .thenRefused(NotInCharge);
    given(opened())
      .when(report, by(mia, { person: known(lea, { grants: [upTo(1)] }) }))
      .thenRefused(GrantMissing);
    given(opened())
      .when(report, by(mia, { person: known(lea, { conflicts: [{ site: 'school-1' }] }) }))
      .thenRefused(ConflictOfInterest);
    given(opened())
      .when(report, by(mia, { person: { status: 'left' } }))
      .thenRefused(InvalidValue, 'decider');
    given(opened())
      .when({ ...report, decider: 'fay' }, by(mia, { person: known(fay) }))
      .thenRefused(NotInCharge);
  });

  it('waits alone, and refuses wrong values', () => {
    given(opened(), reported())
      .when({ ...report, reportId: 'r2' }, by(mia))
      .thenRefused(ReportPending);
    given(opened(), decided()).when(report, by(mia)).thenRefused(EscalationAlreadyDecided);
    given(opened())
      .when({ ...report, saidAt: '2026-11-23T10:00:00.001Z' }, by(mia))
      .thenRefused(InvalidValue, 'saidAt');
    given(opened())
      .when({ ...report, reportId: '' }, by(mia))
      .thenRefused(InvalidValue, 'reportId');
    given(opened())
      .when({ ...report, decision: '' }, by(mia))
      .thenRefused(InvalidValue, 'decision');
  });

  it('decides nothing until the leader confirms it in their own session', () => {
    given(opened(), reported()).when({ type: 'TakeEffect' }, by(router)).thenRefused(NothingDecided);
    given(opened(), reported()).when(confirm, by(lea)).then(confirmed());
    given(opened(), reported())
      .when({ ...confirm, decision: 'Two vans' }, by(lea))
      .then(confirmed({ decision: plain('Two vans') }));
    given(opened(), reported(), confirmed()).when(confirm, by(lea)).thenRefused(EscalationAlreadyDecided);
    given(opened(), reported())
      .when(confirm, by({ ...lea, onBehalfOf: 'lea' }))
      .thenRefused(OwnSessionNeeded);
    given(opened(), reported()).when(confirm, by(asa)).thenRefused(OwnSessionNeeded);
    for (const actor of [lou, eva, mia]) given(opened(), reported()).when(confirm, by(actor)).thenRefused(NotTheDecider);
    given(opened(), reported())
      .when({ ...confirm, reportId: 'r0' }, by(lea))
      .thenRefused(ReportNotPending);
    given(opened()).when(confirm, by(lea)).thenRefused(ReportNotPending);
  });

  it('is confirmed by the authority of the moment of confirming', () => {
    const grown = { issue: issue7({ ask: ask(3_000_000) }) };
    given(opened(), reported()).when(confirm, by(lea, grown)).then(confirmed({ commitmentMinor: 3_000_000, coveredMinor: 3_000_000, spend: ask(3_000_000).spend })); // prettier-ignore
    given(opened(), reported())
      .when(confirm, by(lea, { issue: issue7({ ask: null }) }))
      .thenRefused(InvalidValue, 'option');
    given(opened(), reported())
      .when(confirm, by({ ...lea, rights: { ...lea.rights, grants: [] } }))
      .thenRefused(GrantMissing);
    given(opened(), reported(), claimed('lou'))
      .when(confirm, by(lea, { holder: present('lou') }))
      .thenRefused(NotInCharge);
  });

  it('keeps the terms that were told', () => {
    const spend = { stated: terms.spend, routed: terms.spend };
    const other = { option: 'other', commitmentMinor: 900, coveredMinor: 900, spend } as const;
    given(opened())
      .when({ ...report, option: 'other', terms }, by(mia))
      .then(reported(other));
    given(opened(), reported(other)).when(confirm, by(lea)).then(confirmed(other));
    const others = { ...escalated, floors: [amountFloor(2_000_000, 100)] };
    given(opened(), reported(other))
      .when(confirm, by(lea, { route: others }))
      .then(confirmed({ ...other, coveredMinor: 1000 }));
    const no = { option: 'no', commitmentMinor: 0, coveredMinor: 0, spend: null } as const;
    given(opened(), reported(no))
      .when(confirm, by(lea, { route: others }))
      .then(confirmed(no));
  });

  it('is denied by the named leader alone; then another can be reported', () => {
    const denied: EscalationEvent = { type: 'ReportDenied', data: { reportId: 'r1', reason: plain('I said wait') } };
    given(opened(), reported()).when(deny, by(lea)).then(denied);
    given(opened(), reported()).when(deny, by(lou)).thenRefused(NotTheDecider);
    given(opened(), reported()).when(deny, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened()).when(deny, by(lea)).thenRefused(ReportNotPending);
    given(opened(), reported())
      .when({ ...deny, reason: '' }, by(lea))
      .thenRefused(InvalidValue, 'reason');
    given(opened(), reported(), denied).when(report, by(mia)).then(reported());
    given(opened(), reported(), decided('lou'), tookEffect(2)).when(confirm, by(lea)).thenRefused(EscalationAlreadyDecided);
  });
});
