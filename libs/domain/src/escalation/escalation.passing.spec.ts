import { describe, it } from '@jest/globals';
import { ConflictOfInterest, OwnCase, OwnSessionNeeded } from '../decision/separation.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { IssueNotRouted } from '../issue/issue.errors.js';
import { plain } from '../personal.js';
import {
  acknowledged,
  asa,
  away,
  claimed,
  contextOf,
  escalated,
  laterClocks,
  lou,
  luc,
  opened,
  returned,
  withEva,
  withLea,
} from '../testing/escalation-of-7.js';
import { eva, fay, lea, mia } from '../testing/issue-7.js';
import { amountFloor, floor } from '../testing/organisation.js';
import { known, person } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import {
  ClaimedStays,
  EscalationOver,
  FloorHolds,
  NobodyAbove,
  NotInCharge,
  ScoreHolds,
  SecondRequestStands,
} from './escalation.errors.js';
import type { EscalationEvent } from './escalation.js';
import type { FloorTerm } from '../routing/route-record.js';

const given = scenario(escalationDecider).given;
const by = (actor: EscalationContext['actor'], changes: Partial<EscalationContext> = {}) => contextOf({ actor, ...changes });
const held = (...floors: FloorTerm[]) => ({ route: { ...escalated, floors } });
const asked = floor('ROADBLOCK', 2, { cause: 'asked' });

describe('returning with guidance', () => {
  const giveBack: EscalationCommand = { type: 'ReturnWithGuidance', guidance: 'Call Bo' };
  const gaveBack = (to: string, until: string | null): EscalationEvent => ({
    type: 'EscalationReturned',
    data: { to, guidance: plain('Call Bo'), until },
  });

  it('gives it back to the owner of the issue', () => {
    given(opened()).when(giveBack, by(lea)).then(gaveBack('mia', '2026-11-27T10:00:00.000Z'));
    given(opened(), claimed())
      .when(giveBack, by(lea, { returnedUntil: null }))
      .then(gaveBack('mia', null));
    given(opened(), returned).when(giveBack, by(lea)).thenRefused(EscalationOver);
  });

  it('is possible once', () => {
    given(opened({ requests: 2 }))
      .when(giveBack, by(lea))
      .thenRefused(SecondRequestStands);
    given(opened({ requests: 0 }))
      .when(giveBack, by(lea))
      .then(gaveBack('mia', '2026-11-27T10:00:00.000Z'));
  });

  it('is refused while a floor would send it straight back', () => {
    given(opened())
      .when(giveBack, by(lea, held(asked, floor('SAFETY', 2))))
      .thenRefused(FloorHolds);
    given(opened()).when(giveBack, by(lea, held(asked, floor('CALLED_MINE', 2), amountFloor(5, 0, 0, 1)))).then(gaveBack('mia', '2026-11-27T10:00:00.000Z')); // prettier-ignore
    given(opened({ ...withEva }))
      .when(giveBack, by(eva, held(floor('SAFETY', 2))))
      .then(gaveBack('mia', '2026-11-27T10:00:00.000Z'));
    const empty = { route: { ...held(floor('SAFETY', 2)).route, emptyLevels: [2] } };
    given(opened({ ...withEva }))
      .when(giveBack, by(eva, empty))
      .thenRefused(FloorHolds);
    given(opened())
      .when(giveBack, by(lea, { route: null }))
      .thenRefused(IssueNotRouted);
  });

  it('is for who may decide it', () => {
    given(opened()).when(giveBack, by(mia)).thenRefused(NotInCharge);
    given(opened()).when(giveBack, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened({ barred: ['lea'] }))
      .when(giveBack, by(lea))
      .thenRefused(OwnCase);
    given(opened())
      .when({ ...giveBack, guidance: '' }, by(lea))
      .thenRefused(InvalidValue, 'guidance');
  });
});

describe('handing over', () => {
  const handOver: EscalationCommand = { type: 'HandOver', to: 'mia', goodLooksLike: 'All by Friday' };
  const toMia = { person: known(mia) };
  const handedOver: EscalationEvent = { type: 'EscalationHandedOver', data: { to: 'mia', goodLooksLike: plain('All by Friday') } };

  it('gives it to a named associate of a lower level', () => {
    given(opened()).when(handOver, by(lea, toMia)).then(handedOver);
    given(opened(), handedOver).when(handOver, by(lea, toMia)).thenRefused(EscalationOver);
    const unfit = [
      { status: 'none' } as const,
      known(lou),
      known(person('mia', 'manager')),
      known(person('mia', 'manager', { level: 1, scope: { region: 'south' } })),
      known(person('mia', 'assistant', { level: 1 })),
    ];
    for (const person of unfit) given(opened()).when(handOver, by(lea, { person })).thenRefused(InvalidValue, 'to');
    given(opened())
      .when(handOver, by(lea, { person: known(mia, { conflicts: [{ partner: 'acme' }] }) }))
      .thenRefused(ConflictOfInterest);
    given(opened())
      .when({ ...handOver, goodLooksLike: '' }, by(lea, toMia))
      .thenRefused(InvalidValue, 'goodLooksLike');
  });

  it('is refused while a floor holds, and for who may not decide it', () => {
    given(opened())
      .when(handOver, by(lea, { ...toMia, ...held(floor('ACTION', 3)) }))
      .thenRefused(FloorHolds);
    given(opened(), claimed('lou')).when(handOver, by(lea, toMia)).thenRefused(NotInCharge);
  });
});

describe('stepping up', () => {
  const stepUp: EscalationCommand = { type: 'StepUp', reason: 'Needs a waiver' };
  const steppedUp = (who: string): EscalationEvent => ({
    type: 'EscalationSteppedUp',
    data: { fromLevel: 2, ...withEva, because: 'leader', by: who, reason: plain('Needs a waiver'), route: null },
  });

  it('is for who answers for it or stands in', () => {
    given(opened()).when(stepUp, by(lea)).then(steppedUp('lea'));
    given(opened(), claimed('lou')).when(stepUp, by(lou)).then(steppedUp('lou'));
    given(opened())
      .when(stepUp, by(luc, { holder: away('lea', 'luc') }))
      .then(steppedUp('luc'));
    given(opened()).when(stepUp, by(lou)).thenRefused(NotInCharge);
    given(opened()).when(stepUp, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened())
      .when({ ...stepUp, reason: '' }, by(lea))
      .thenRefused(InvalidValue, 'reason');
  });

  it('needs somebody above', () => {
    given(opened())
      .when(stepUp, by(lea, { above: null }))
      .thenRefused(NobodyAbove);
    given(opened())
      .when(stepUp, by(lea, { above: withLea }))
      .thenRefused(NobodyAbove);
    given(opened())
      .when(stepUp, by(lea, { above: { ...withEva, holder: 'lea' } }))
      .thenRefused(OwnCase);
  });

  it('bars who asked for it, and starts the clocks anew', () => {
    const up = [opened(), steppedUp('lea')] as const;
    const standsIn = { holder: away('eva', 'lea') };
    given(...up)
      .when({ type: 'Claim' }, by(lea, standsIn))
      .thenRefused(OwnCase);
    given(...up)
      .when({ type: 'Acknowledge' }, by(eva))
      .then({ type: 'EscalationAcknowledged', data: { by: 'eva' } });
    given(...up, acknowledged('eva')).when({ type: 'Snooze', until: laterClocks.decideBy, untilFactChanges: true }, by(eva)).then({ type: 'EscalationSnoozed', data: { until: laterClocks.decideBy, untilFactChanges: true } }); // prettier-ignore
  });
});

describe('taking back what was asked for', () => {
  const withdraw: EscalationCommand = { type: 'WithdrawEscalation', reason: 'Solved' };
  const withdrawn: EscalationEvent = { type: 'EscalationWithdrawn', data: { because: 'hand', reason: plain('Solved') } };

  it('is for who filed or asked, while nobody has claimed it', () => {
    for (const actor of [mia, fay]) given(opened()).when(withdraw, by(actor)).then(withdrawn);
    given(opened()).when(withdraw, by(lea)).thenRefused(NotAllowed);
    given(opened(), claimed()).when(withdraw, by(mia)).thenRefused(ClaimedStays);
    given(opened())
      .when({ ...withdraw, reason: '' }, by(mia))
      .thenRefused(InvalidValue, 'reason');
    given(opened(), withdrawn).when(withdraw, by(mia)).thenRefused(EscalationOver);
  });

  it('is refused when more than the asking holds it up', () => {
    given(opened())
      .when(withdraw, by(mia, held(asked, floor('SAFETY', 2))))
      .thenRefused(FloorHolds);
    given(opened())
      .when(withdraw, by(mia, held(asked, floor('CALLED_MINE', 2))))
      .thenRefused(FloorHolds);
    given(opened())
      .when(withdraw, by(mia, held(floor('ROADBLOCK', 2, { cause: 'stepped_up' }))))
      .thenRefused(FloorHolds);
    given(opened())
      .when(withdraw, by(mia, { route: { ...escalated, scoreLevel: 2 } }))
      .thenRefused(ScoreHolds);
    given(opened())
      .when(withdraw, by(mia, { route: { ...escalated, held: { level: 2, because: 'dwell' } } }))
      .thenRefused(ScoreHolds);
    given(opened())
      .when(withdraw, by(mia, { route: null }))
      .thenRefused(IssueNotRouted);
  });
});
