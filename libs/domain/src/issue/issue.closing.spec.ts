import { describe, expect, it } from '@jest/globals';
import { AskMissing, GrantMissing } from '../decision/authority.js';
import { ConflictOfInterest, OwnSessionNeeded } from '../decision/separation.js';
import { InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { ask, contextOf, decidedByMia, fay, feed, filed, heldByLea, lea, mia } from '../testing/issue-7.js';
import { amountFloor, route } from '../testing/organisation.js';
import { grant, importer, person, router, upTo } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { IssueCommand } from './issue.commands.js';
import { issueDecider } from './issue.decider.js';
import {
  HeldByLeader,
  IssueAlreadyClosed,
  IssueAlreadyDecided,
  IssueNotClosed,
  IssueNotDelegated,
  IssueNotRouted,
  NotTheOwner,
} from './issue.errors.js';
import type { IssueEvent } from './issue.js';

const given = scenario(issueDecider).given;

const words = { decision: 'We send a van', rationale: 'It is near', optionsConsidered: ['Wait'] };
const decide = { type: 'DecideIssue', option: 'recommended', ...words, terms: null } as const;
const decided = (changes: object): IssueEvent => ({
  type: 'IssueDecided',
  data: {
    option: 'recommended',
    decision: plain(words.decision),
    rationale: plain(words.rationale),
    optionsConsidered: [plain('Wait')],
    commitmentMinor: 0,
    coveredMinor: 0,
    grant: { person: 'mia', grantId: 'upto-500000' },
    selfDecided: false,
    ...changes,
  },
});
const weighed = (own: number, onOrder = 0, withPartner = 0) => route({ floors: [amountFloor(own, onOrder, withPartner)] });

describe('deciding what is delegated', () => {
  it('commits what the ask says, within the own grant, which is stated', () => {
    given(filed({ ask: ask(300_000) }))
      .when(decide, contextOf({ route: weighed(300_000, 100_000, 200_000) }))
      .then(decided({ commitmentMinor: 300_000, coveredMinor: 500_000 }));
  });

  it('is refused one cent above the grant, naming the authority', () => {
    const context = contextOf({ route: weighed(300_000, 200_001) });
    given(filed({ ask: ask(300_000) }))
      .when(decide, context)
      .thenRefused(GrantMissing);
    const state = issueDecider.evolve(issueDecider.initial, filed({ ask: ask(300_000) }));
    expect(() => issueDecider.decide(decide, state, context)).toThrow('needs a live grant for the action spend over at least 5000.01 USD');
  });

  it('is for the owner, also if they filed it: then it says so', () => {
    const byFay = contextOf({ actor: fay, route: route({ holder: 'fay', owner: 'fay' }) });
    const none = { ...decide, option: 'no' } as const;
    given(filed())
      .when(none, byFay)
      .then(decided({ option: 'no', grant: { person: 'fay', grantId: 'upto-500000' }, selfDecided: true }));
    given(filed())
      .when(none, contextOf({ actor: fay }))
      .thenRefused(NotTheOwner);
    given(filed())
      .when(none, contextOf({ actor: lea }))
      .thenRefused(NotTheOwner);
    given(filed())
      .when(none, contextOf({ actor: person('mia', ['administrator', 'auditor']) }))
      .thenRefused(NotAllowed);
    given(filed())
      .when(none, contextOf({ actor: { ...mia, onBehalfOf: 'lea' } }))
      .thenRefused(OwnSessionNeeded);
    given(filed())
      .when(none, contextOf({ actor: router }))
      .thenRefused(NotAllowed);
    given(filed())
      .when(none, contextOf({ conflicts: [{ site: 'school-1' }] }))
      .thenRefused(ConflictOfInterest);
  });

  it('is refused while it is not delegated, or a leader has it', () => {
    const up = route({ route: 'escalated', level: 2, holder: 'lea' });
    given(filed())
      .when(decide, contextOf({ route: up }))
      .thenRefused(IssueNotDelegated);
    given(filed())
      .when(decide, contextOf({ route: null }))
      .thenRefused(IssueNotRouted);
    given(filed())
      .when(decide, contextOf({ escalation: { ...heldByLea, status: 'claimed' } }))
      .thenRefused(HeldByLeader);
  });

  it('happens once', () => {
    given(filed(), decidedByMia).when(decide, contextOf()).thenRefused(IssueAlreadyDecided);
    given(filed(), { type: 'IssueWithdrawn', data: { reason: plain('gone') } })
      .when(decide, contextOf())
      .thenRefused(IssueAlreadyClosed);
    given().when(decide, contextOf()).thenRefused(NotFound);
  });

  it('says no within any authority over such cases', () => {
    const poor = person('mia', 'manager', { level: 1, grants: [upTo(0, { action: 'waiver' })] });
    const no = { ...decide, option: 'no' } as const;
    given(filed({ ask: ask(300_000) }))
      .when(no, contextOf({ actor: poor, route: weighed(300_000, 100) }))
      .then(decided({ option: 'no', grant: { person: 'mia', grantId: 'upto-0' } }));
    given(filed())
      .when(no, contextOf({ actor: person('mia', 'manager') }))
      .thenRefused(GrantMissing);
  });

  it('commits other terms when they are stated, and nothing when they are not', () => {
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const cost = { stated: usd(2_000), routed: usd(2_000) };
    const other = { ...decide, option: 'other', terms: { spend: usd(5_000), writeOff: usd(700), delayAcceptedDays: 3 } } as const;
    const withAsk = filed({ ask: ask(300_000), delayCostPerDay: cost });
    given(withAsk)
      .when(other, contextOf({ route: weighed(300_000, 50) }))
      .then(decided({ option: 'other', commitmentMinor: 11_700, coveredMinor: 11_750 }));
    given(withAsk)
      .when({ ...decide, option: 'alternative' }, contextOf({ route: weighed(300_000, 50) }))
      .then(decided({ option: 'alternative', commitmentMinor: 0, coveredMinor: 0 }));
  });

  it('needs an ask that was summed with others before it commits an amount', () => {
    const other = {
      ...decide,
      option: 'other',
      terms: { spend: { minor: 1, currency: 'USD' }, writeOff: null, delayAcceptedDays: 0 },
    } as const;
    given(filed()).when(other, contextOf()).thenRefused(AskMissing);
    const boundless = { ...mia, rights: { ...mia.rights, grants: [grant('all')] } };
    given(filed())
      .when(other, contextOf({ actor: boundless }))
      .then(decided({ option: 'other', commitmentMinor: 1, coveredMinor: 1, grant: { person: 'mia', grantId: 'all' } }));
  });

  it.each<[string, object, object]>([
    ['option', { option: 'maybe' }, {}],
    ['option', {}, { ask: null }],
    ['option', {}, { ask: { ...ask(1), spend: null } }],
    ['option', { option: 'alternative' }, { ask: { ...ask(1), alternative: null } }],
    ['terms', { terms: { spend: null, writeOff: null, delayAcceptedDays: 0 } }, {}],
    ['terms.delayAcceptedDays', { option: 'other', terms: { spend: null, writeOff: null, delayAcceptedDays: -1 } }, {}],
    ['terms.spend.minor', { option: 'other', terms: { spend: { minor: NaN, currency: 'USD' }, writeOff: null, delayAcceptedDays: 0 } }, {}],
    [
      'terms.writeOff.currency',
      { option: 'other', terms: { spend: null, writeOff: { minor: 1, currency: 'JPY' }, delayAcceptedDays: 0 } },
      {},
    ],
    ['decision', { decision: '' }, {}],
    ['rationale', { rationale: 'x'.repeat(4001) }, {}],
    ['optionsConsidered', { optionsConsidered: Array.from({ length: 11 }, () => 'x') }, {}],
    ['optionsConsidered[1]', { optionsConsidered: ['a', 'x'.repeat(501)] }, {}],
  ])('refuses a wrong value, naming %s', (field, command, facts) => {
    given(filed({ ask: ask(1), ...facts }))
      .when({ ...decide, ...command }, contextOf({ route: weighed(1) }))
      .thenRefused(InvalidValue, field);
  });
});

describe('resolving', () => {
  const resolve: IssueCommand = { type: 'ResolveIssue', outcome: 'fixed', resolution: 'It came' };
  const resolved: IssueEvent = { type: 'IssueResolved', data: { outcome: 'fixed', resolution: plain('It came') } };

  it('closes it, decided or not: by those who work there, by the feed that filed it, by the import', () => {
    for (const actor of [mia, fay, lea, importer]) given(filed()).when(resolve, contextOf({ actor })).then(resolved);
    given(filed(), decidedByMia).when(resolve, contextOf()).then(resolved);
    given(filed())
      .when(resolve, contextOf({ actor: feed, filer: 'feed' }))
      .then(resolved);
    given(filed())
      .when(resolve, contextOf({ actor: feed }))
      .thenRefused(NotAllowed);
    given(filed())
      .when(resolve, contextOf({ actor: person('ann', 'assistant') }))
      .thenRefused(NotAllowed);
  });

  it('as accepted is for who answers for it while a leader has it', () => {
    const accept = { ...resolve, outcome: 'accepted' } as const;
    const accepted: IssueEvent = { type: 'IssueResolved', data: { outcome: 'accepted', resolution: plain('It came') } };
    given(filed())
      .when(accept, contextOf({ actor: mia, escalation: heldByLea }))
      .thenRefused(HeldByLeader);
    given(filed())
      .when(accept, contextOf({ actor: lea, escalation: heldByLea }))
      .then(accepted);
    given(filed()).when(accept, contextOf()).then(accepted);
  });

  it('is not for who filed it while a leader has it; the feed reports what arrived', () => {
    given(filed())
      .when(resolve, contextOf({ actor: fay, escalation: heldByLea }))
      .thenRefused(HeldByLeader);
    given(filed())
      .when(resolve, contextOf({ actor: mia, escalation: heldByLea }))
      .then(resolved);
    given(filed())
      .when(resolve, contextOf({ actor: feed, filer: 'feed', escalation: heldByLea }))
      .then(resolved);
  });

  it('refuses wrong values, and what is closed', () => {
    given(filed())
      .when({ ...resolve, outcome: 'done' as never }, contextOf())
      .thenRefused(InvalidValue, 'outcome');
    given(filed())
      .when({ ...resolve, resolution: '' }, contextOf())
      .thenRefused(InvalidValue, 'resolution');
    given(filed(), resolved).when(resolve, contextOf()).thenRefused(IssueAlreadyClosed);
  });

  it('can be undone by reopening, as any closing can', () => {
    const reopen: IssueCommand = { type: 'ReopenIssue', reason: 'It broke' };
    const reopened: IssueEvent = { type: 'IssueReopened', data: { reason: plain('It broke') } };
    const closings: IssueEvent[] = [
      resolved,
      { type: 'IssueWithdrawn', data: { reason: plain('gone') } },
      { type: 'IssueLinkedAsDuplicate', data: { of: '3' } },
    ];
    for (const closing of closings) {
      given(filed(), closing).when(reopen, contextOf()).then(reopened);
      given(filed(), closing, reopened).when(resolve, contextOf()).then(resolved);
    }
    given(filed()).when(reopen, contextOf()).thenRefused(IssueNotClosed);
    given(filed(), decidedByMia).when(reopen, contextOf()).thenRefused(IssueNotClosed);
    given(filed(), resolved)
      .when({ ...reopen, reason: '' }, contextOf())
      .thenRefused(InvalidValue, 'reason');
    given(filed(), resolved)
      .when(reopen, contextOf({ actor: feed, filer: 'feed' }))
      .thenRefused(NotAllowed);
  });
});
