import { describe, it } from '@jest/globals';
import { ConflictOfInterest, OwnSessionNeeded } from '../decision/separation.js';
import { InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { contextOf, decidedByMia, fay, feed, filed, heldByLea, lea, mia } from '../testing/issue-7.js';
import { NOW, route } from '../testing/organisation.js';
import { known, person } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { IssueCommand } from './issue.commands.js';
import { issueDecider } from './issue.decider.js';
import { AlreadyTheOwner, AlreadyUp, IssueAlreadyClosed, NoHigherLevel, NotTheOwner } from './issue.errors.js';
import type { IssueEvent } from './issue.js';

const given = scenario(issueDecider).given;
const resolved: IssueEvent = { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } };
const accepted = (by: string): IssueEvent => ({ type: 'WorkAccepted', data: { by } });
const max = person('max', 'manager', { level: 1, scope: { region: 'north' } });
const withAcme = { conflicts: [{ partner: 'acme' }] };

describe('notes', () => {
  const add: IssueCommand = { type: 'AddNote', text: 'The truck is back' };
  const added: IssueEvent = { type: 'NoteAdded', data: { text: plain('The truck is back') } };

  it('come from everybody who works there, assistants too, also after the end', () => {
    const asa = person('asa', 'assistant', { onBehalfOf: 'lea' });
    for (const actor of [mia, lea, asa]) given(filed()).when(add, contextOf({ actor })).then(added);
    given(filed(), resolved).when(add, contextOf()).then(added);
    given(filed())
      .when(add, contextOf({ actor: feed }))
      .thenRefused(NotAllowed);
    given(filed()).when({ type: 'AddNote', text: '' }, contextOf()).thenRefused(InvalidValue, 'text');
  });

  it('come from a feed about what it filed itself', () => {
    given(filed())
      .when(add, contextOf({ actor: feed, filer: 'feed' }))
      .then(added);
    given(filed(), resolved)
      .when(add, contextOf({ actor: feed, filer: 'feed' }))
      .then(added);
  });
});

describe('accepting work', () => {
  const accept: IssueCommand = { type: 'AcceptWork' };

  it('makes the actor the owner', () => {
    given(filed())
      .when(accept, contextOf({ actor: max }))
      .then(accepted('max'));
    given(filed()).when(accept, contextOf()).then(accepted('mia'));
    given(filed(), accepted('max'))
      .when(accept, contextOf({ actor: max }))
      .thenRefused(AlreadyTheOwner);
    given(filed(), accepted('max')).when(accept, contextOf()).then(accepted('mia'));
  });

  it('is not for who is elsewhere, in conflict, or there in another name', () => {
    const southern = person('sam', 'manager', { scope: { region: 'south' } });
    const asa = person('asa', ['assistant', 'manager'], { onBehalfOf: 'mia' });
    given(filed())
      .when(accept, contextOf({ actor: southern }))
      .thenRefused(NotFound);
    given(filed()).when(accept, contextOf(withAcme)).thenRefused(ConflictOfInterest);
    given(filed())
      .when(accept, contextOf({ actor: asa }))
      .thenRefused(OwnSessionNeeded);
    given(filed(), resolved).when(accept, contextOf()).thenRefused(IssueAlreadyClosed);
  });
});

describe('reassigning', () => {
  const reassign: IssueCommand = { type: 'ReassignIssue', to: 'max', reason: 'Max is there' };
  const reassigned: IssueEvent = { type: 'IssueReassigned', data: { to: 'max', reason: plain('Max is there') } };
  const toMax = { person: known(max) };

  it('is for the owner and for leaders', () => {
    for (const actor of [mia, lea])
      given(filed())
        .when(reassign, contextOf({ actor, ...toMax }))
        .then(reassigned);
    given(filed())
      .when(reassign, contextOf({ actor: fay, ...toMax }))
      .thenRefused(NotTheOwner);
    given(filed(), accepted('fay')).when(reassign, contextOf(toMax)).thenRefused(NotTheOwner);
    given(filed(), accepted('fay'))
      .when(reassign, contextOf({ actor: fay, ...toMax }))
      .then(reassigned);
  });

  it('is known to the next route', () => {
    const next = route({ trigger: { stream: 'issue-7', revision: 1 }, holder: 'mia', owner: 'mia' });
    given(filed(), accepted('fay'))
      .when(reassign, contextOf({ route: next, ...toMax }))
      .then(reassigned);
    given(filed())
      .when(reassign, contextOf({ route: null, ...toMax }))
      .thenRefused(NotTheOwner);
  });

  it('goes to a person of the first level who works there, is present and without conflict', () => {
    const away = { absenceId: 'a', from: '2026-11-20T00:00:00.000Z', until: '2026-11-30T00:00:00.000Z', substitute: null, ended: false };
    const nobodies = [
      { status: 'none' } as const,
      { status: 'left' } as const,
      known(person('max', 'auditor', { level: 1 })),
      known(person('max', 'manager', { level: 1, scope: { region: 'south' } })),
      known(max, { absences: [away] }),
      known(max, { level: 2 }),
    ];
    for (const person of nobodies) given(filed()).when(reassign, contextOf({ person })).thenRefused(InvalidValue, 'to');
    const back = known(max, {
      absences: [
        { ...away, ended: true },
        { ...away, until: NOW },
      ],
    });
    given(filed())
      .when(reassign, contextOf({ person: back }))
      .then(reassigned);
    given(filed())
      .when(reassign, contextOf({ person: known(max, { conflicts: [{ site: 'school-1' }] }) }))
      .thenRefused(ConflictOfInterest);
    given(filed())
      .when({ ...reassign, to: 'mia' }, contextOf({ person: known(mia) }))
      .thenRefused(AlreadyTheOwner);
    given(filed())
      .when({ ...reassign, reason: '' }, contextOf(toMax))
      .thenRefused(InvalidValue, 'reason');
  });
});

describe('asking to go up', () => {
  const levers = ['call', 'reroute'];
  const ask = { type: 'AskToGoUp', missingAuthority: 'amount', leversTried: [], tried: 'Called the carrier twice' } as const;
  const asked = (data: object): IssueEvent => ({
    type: 'GoingUpRequested',
    data: { byLevel: 1, missingAuthority: 'amount', leversTried: [], allLeversTried: false, tried: plain(ask.tried), ...data },
  });

  it('names the authority that is missing, or every lever of the playbook', () => {
    const all = { ...ask, missingAuthority: null, leversTried: ['reroute', 'call'] };
    given(filed()).when(ask, contextOf({ levers })).then(asked({}));
    given(filed()).when(all, contextOf({ levers })).then(asked({ missingAuthority: null, leversTried: ['reroute', 'call'], allLeversTried: true })); // prettier-ignore
    given(filed())
      .when({ ...all, leversTried: ['call'] }, contextOf({ levers }))
      .thenRefused(InvalidValue, 'missingAuthority');
    given(filed())
      .when({ ...all, leversTried: [] }, contextOf())
      .thenRefused(InvalidValue, 'missingAuthority');
    given(filed())
      .when({ ...ask, leversTried: ['pray'] }, contextOf({ levers }))
      .thenRefused(InvalidValue, 'leversTried[0]');
    given(filed())
      .when({ ...ask, leversTried: ['call', 'call'] }, contextOf({ levers }))
      .thenRefused(InvalidValue, 'leversTried[1]');
    given(filed())
      .when({ ...ask, missingAuthority: 'luck' as never }, contextOf())
      .thenRefused(InvalidValue, 'missingAuthority');
    given(filed())
      .when({ ...ask, tried: ' ' }, contextOf())
      .thenRefused(InvalidValue, 'tried');
  });

  it('is for the owner, from the level where they stand', () => {
    given(filed())
      .when(ask, contextOf({ actor: fay }))
      .thenRefused(NotTheOwner);
    given(filed(), accepted('lea'))
      .when(ask, contextOf({ actor: lea }))
      .then(asked({ byLevel: 2 }));
    const top = person('eva', 'executive', { level: 3 });
    given(filed(), accepted('eva'))
      .when(ask, contextOf({ actor: top }))
      .thenRefused(NoHigherLevel);
  });

  it('is refused while somebody has it above, by their name; not after they returned it', () => {
    given(filed())
      .when(ask, contextOf({ escalation: heldByLea }))
      .thenRefused(AlreadyUp);
    given(filed())
      .when(ask, contextOf({ escalation: { ...heldByLea, status: 'returned' } }))
      .then(asked({}));
  });

  it('makes a decided issue undecided: the decision was not enough', () => {
    given(filed(), decidedByMia).when(ask, contextOf()).then(asked({}));
    given(filed(), decidedByMia, asked({})).when({ type: 'WithdrawIssue', reason: 'gone' }, contextOf({ actor: fay })).then({ type: 'IssueWithdrawn', data: { reason: plain('gone') } }); // prettier-ignore
  });
});
