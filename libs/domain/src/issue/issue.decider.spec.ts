import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decider } from '../decider.js';
import { OwnSessionNeeded } from '../decision/separation.js';
import { NotAllowed } from '../errors.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { ask, contextOf, eva, fay, feed, filed, heldByLea, lea, mia, statedAsk, statedFacts } from '../testing/issue-7.js';
import { amountFloor, route } from '../testing/organisation.js';
import { importer, known, person } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { IssueCommand, IssueContext } from './issue.commands.js';
import { issueDecider } from './issue.decider.js';
import type { IssueEvent, IssueState } from './issue.js';

const words = { title: 'late', description: null, externalReference: null, lines: 1 };
const reason = 'because';
const decision = { decision: 'so', rationale: 'why', optionsConsidered: [] };
const terms = { spend: { minor: 400_000, currency: 'USD' }, writeOff: null, delayAcceptedDays: 1 };

/** One of each, and some that differ. */
const commands: readonly IssueCommand[] = [
  { type: 'FileIssue', programme: 'dev', ...words, ...statedFacts, ask: statedAsk(300_000) },
  { type: 'FileIssue', programme: 'dev', ...words, ...statedFacts },
  { type: 'AmendIssue', changes: { units: 5 } },
  { type: 'AmendIssue', changes: { ask: statedAsk(600_000), visibility: null } },
  { type: 'LinkAsDuplicate', of: '3' },
  { type: 'AddNote', text: 'note' },
  { type: 'AcceptWork' },
  { type: 'ReassignIssue', to: 'fay', reason },
  { type: 'AskToGoUp', missingAuthority: 'amount', leversTried: ['call'], tried: 'all' },
  { type: 'CallMine', until: null, reason },
  { type: 'CallDelegate', level: 1, until: '2026-12-24T00:00:00.000Z', reason },
  { type: 'EndCall', call: 'mine' },
  { type: 'DecideIssue', option: 'recommended', ...decision, terms: null },
  { type: 'DecideIssue', option: 'other', ...decision, terms },
  { type: 'DecideIssue', option: 'no', ...decision, terms: null },
  { type: 'ResolveIssue', outcome: 'fixed', resolution: null },
  { type: 'ReopenIssue', reason },
  { type: 'WithdrawIssue', reason },
];

const given = scenario(issueDecider).given;

const closed: readonly (readonly IssueEvent[])[] = [
  [filed(), { type: 'IssueResolved', data: { outcome: 'fixed', resolution: null } }],
  [filed(), { type: 'IssueLinkedAsDuplicate', data: { of: '3' } }],
];

describe('rights over an issue, asked before anything is said of how it stands', () => {
  it.each(['auditor', 'administrator'] as const)('an %s gives no command', (role) => {
    const actor = person('mia', role, { level: 1, grants: mia.rights.grants });
    for (const command of commands) {
      for (const before of command.type === 'FileIssue' ? [[]] : [[filed()], ...closed]) {
        given(...before)
          .when(command, contextOf({ actor, levers: ['call'], escalation: heldByLea }))
          .thenRefused(NotAllowed);
      }
    }
  });

  it('an assistant only notes', () => {
    const actor = person('asa', 'assistant', { onBehalfOf: 'lea' });
    for (const command of commands.filter(({ type }) => type !== 'AddNote')) {
      for (const before of command.type === 'FileIssue' ? [[]] : [[filed()], ...closed]) {
        given(...before)
          .when(command, contextOf({ actor }))
          .thenRefused(OwnSessionNeeded);
      }
    }
  });

  it('a feed files, amends, notes on, resolves and withdraws what it filed, and no more', () => {
    const own = contextOf({ actor: feed, filer: 'feed' });
    const may = ['FileIssue', 'AmendIssue', 'AddNote', 'ResolveIssue', 'WithdrawIssue'];
    for (const command of commands.filter(({ type }) => !may.includes(type))) given(filed()).when(command, own).thenRefused(NotAllowed);
    given(filed())
      .when({ type: 'AddNote', text: 'note' }, contextOf({ actor: feed }))
      .thenRefused(NotAllowed);
  });
});

/** Fails on a decision that is not the owner's, not delegated, or beyond the grant that it states. */
const checked: Decider<IssueCommand, IssueEvent, IssueState, IssueContext> = {
  ...issueDecider,
  decide: (command, state, context) => {
    const events = issueDecider.decide(command, state, context);
    for (const event of events) if (event.type === 'IssueDecided') checkDecision(event.data, state, context);
    return events;
  },
};

function checkDecision(
  data: Extract<IssueEvent, { type: 'IssueDecided' }>['data'],
  state: IssueState,
  { actor, route, filer }: IssueContext,
): void {
  if (actor.kind === 'system') throw new Error('a system actor decided');
  const grant = actor.rights.grants.find(({ grantId }) => grantId === data.grant.grantId);
  expect(state.status).toBe('open');
  expect(route?.route).toBe('delegated');
  expect(data.grant.person).toBe(actor.id);
  expect(grant?.amount?.minor ?? Infinity).toBeGreaterThanOrEqual(data.coveredMinor);
  expect(data.coveredMinor).toBeGreaterThanOrEqual(data.commitmentMinor);
  expect(data.selfDecided).toBe(actor.id === filer);
}

describe('any sequence of commands', () => {
  const routes = [
    null,
    route(),
    route({ holder: 'fay', owner: 'fay', floors: [amountFloor(300_000)] }),
    route({ floors: [amountFloor(300_000, 200_000)] }),
    route({ floors: [amountFloor(300_000, 200_001)] }),
    route({ route: 'escalated', level: 2, holder: 'lea' }),
  ];
  const original = issueDecider.evolve(issueDecider.initial, filed({ ask: ask(1) }));
  const contexts = fc
    .record({
      actor: fc.constantFrom(mia, mia, fay, lea, eva, feed, importer),
      filer: fc.constantFrom('fay', 'mia', 'lea', 'feed'),
      route: fc.constantFrom(...routes),
      escalation: fc.constantFrom(null, null, heldByLea, { ...heldByLea, status: 'returned' } as const),
    })
    .map((changes) => contextOf({ ...changes, original, person: known(fay), levers: ['call', 'wait'] }));

  it('is refused by name or folds, and nobody decides beyond a grant', () => {
    const reached = eventsOfAnyCommands(checked, fc.constantFrom(...commands), contexts);
    const all: readonly IssueEvent['type'][] = [
      'IssueFiled',
      'IssueAmended',
      'IssueLinkedAsDuplicate',
      'NoteAdded',
      'WorkAccepted',
      'IssueReassigned',
      'GoingUpRequested',
      'IssueCalled',
      'CallEnded',
      'IssueDecided',
      'IssueResolved',
      'IssueReopened',
      'IssueWithdrawn',
    ];
    expect([...reached].toSorted()).toEqual(all.toSorted());
  });
});
