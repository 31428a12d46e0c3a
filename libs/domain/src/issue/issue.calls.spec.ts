import { describe, it } from '@jest/globals';
import { ConflictOfInterest, OwnCase } from '../decision/separation.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { plain } from '../personal.js';
import { contextOf, eva, filed, lea, mia } from '../testing/issue-7.js';
import { NOW } from '../testing/organisation.js';
import { person } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { IssueCommand, IssueContext } from './issue.commands.js';
import { issueDecider } from './issue.decider.js';
import { CallStands, IssueAlreadyClosed, NoSuchCall } from './issue.errors.js';
import type { IssueEvent } from './issue.js';

const given = scenario(issueDecider).given;
const by = (actor: IssueContext['actor'], changes: Partial<IssueContext> = {}) => contextOf({ actor, ...changes });
const lou = person('lou', 'leader', { level: 2 });

const mine: IssueCommand = { type: 'CallMine', until: null, reason: 'A governor asked me' };
const delegate: IssueCommand = { type: 'CallDelegate', level: 1, until: null, reason: 'Mia knows better' };
const endMine: IssueCommand = { type: 'EndCall', call: 'mine' };

type Called = Extract<IssueEvent, { type: 'IssueCalled' }>['data'];
const calledMine = (by: string, level: number, until: Called['until'] = null): IssueEvent => ({
  type: 'IssueCalled',
  data: { call: 'mine', level, by, byLevel: level, until, reason: plain('A governor asked me') },
});
const calledDelegate = (by: string, byLevel: number, level = 1): IssueEvent => ({
  type: 'IssueCalled',
  data: { call: 'delegate', level, by, byLevel, until: null, reason: plain('Mia knows better') },
});
const ended = (call: 'mine' | 'delegate'): IssueEvent => ({ type: 'CallEnded', data: { call } });

describe('a leader says "mine"', () => {
  it('at their own level, for a time or until the end', () => {
    const until = '2026-11-30T00:00:00.000Z';
    given(filed()).when(mine, by(lea)).then(calledMine('lea', 2));
    given(filed())
      .when({ ...mine, until }, by(eva))
      .then(calledMine('eva', 3, until));
    given(filed())
      .when({ ...mine, until: NOW }, by(eva))
      .thenRefused(InvalidValue, 'until');
    given(filed())
      .when({ ...mine, reason: '' }, by(eva))
      .thenRefused(InvalidValue, 'reason');
  });

  it('but no manager does, nobody of the first level, nobody in conflict, and not who filed it', () => {
    given(filed()).when(mine, by(mia)).thenRefused(NotAllowed);
    given(filed())
      .when(mine, by(person('low', 'leader', { level: 1 })))
      .thenRefused(NotAllowed);
    given(filed())
      .when(mine, by(lea, { conflicts: [{ partner: 'acme' }] }))
      .thenRefused(ConflictOfInterest);
    given(filed())
      .when(mine, by(lea, { filer: 'lea' }))
      .thenRefused(OwnCase);
    given(filed())
      .when(delegate, by(lea, { filer: 'lea' }))
      .thenRefused(OwnCase);
  });

  it('over what a peer or a lower leader said, not over a higher one', () => {
    given(filed(), calledMine('lea', 2)).when(mine, by(lou)).then(calledMine('lou', 2));
    given(filed(), calledMine('eva', 3)).when(mine, by(lea)).thenRefused(CallStands);
    given(filed(), calledMine('eva', 3, NOW))
      .when(mine, by(lea))
      .then(calledMine('lea', 2));
  });
});

describe('a leader says "delegate"', () => {
  it('to a level below their own', () => {
    given(filed()).when(delegate, by(lea)).then(calledDelegate('lea', 2));
    given(filed())
      .when({ ...delegate, level: 2 }, by(eva))
      .then(calledDelegate('eva', 3, 2));
    given(filed())
      .when({ ...delegate, level: 2 }, by(lea))
      .thenRefused(InvalidValue, 'level');
    given(filed())
      .when({ ...delegate, level: 0 }, by(lea))
      .thenRefused(InvalidValue, 'level');
  });

  it('and with that takes back "mine"; the other way round too', () => {
    given(filed(), calledMine('lea', 2)).when(delegate, by(lea)).then(ended('mine'), calledDelegate('lea', 2));
    given(filed(), calledDelegate('lea', 2)).when(mine, by(lea)).then(ended('delegate'), calledMine('lea', 2));
    given(filed(), calledDelegate('eva', 3)).when(mine, by(lea)).thenRefused(CallStands);
    given(filed(), calledDelegate('eva', 3)).when(delegate, by(lea)).thenRefused(CallStands);
  });
});

describe('a call ends', () => {
  it('by who made it, or a leader of that level or above', () => {
    for (const leader of [lea, lou, eva]) given(filed(), calledMine('lea', 2)).when(endMine, by(leader)).then(ended('mine'));
    given(filed(), calledMine('eva', 3)).when(endMine, by(lea)).thenRefused(CallStands);
    given(filed(), calledMine('lea', 2)).when(endMine, by(mia)).thenRefused(NotAllowed);
  });

  it('only while it lasts', () => {
    const resolved: IssueEvent = { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } };
    const reopened: IssueEvent = { type: 'IssueReopened', data: { reason: plain('not fixed') } };
    given(filed()).when(endMine, by(lea)).thenRefused(NoSuchCall);
    given(filed(), calledMine('lea', 2, NOW))
      .when(endMine, by(lea))
      .thenRefused(NoSuchCall);
    given(filed(), calledMine('lea', 2), ended('mine')).when(endMine, by(lea)).thenRefused(NoSuchCall);
    given(filed(), calledMine('lea', 2), resolved).when(endMine, by(lea)).thenRefused(IssueAlreadyClosed);
    given(filed(), calledMine('lea', 2), resolved, reopened).when(endMine, by(lea)).thenRefused(NoSuchCall);
  });
});
