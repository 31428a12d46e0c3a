import { describe, it } from '@jest/globals';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { plain } from '../personal.js';
import { contextOf, eva, fay, feed, filed, heldByLea, lea, mia, decidedByMia, statedAsk, statedFacts, ask } from '../testing/issue-7.js';
import { book, site } from '../testing/organisation.js';
import { importer, person } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { FileIssue, IssueCommand, StatedFacts } from './issue.commands.js';
import { issueDecider } from './issue.decider.js';
import { HeldByLeader, IssueAlreadyClosed, IssueWasDecided } from './issue.errors.js';
import type { IssueEvent } from './issue.js';

const given = scenario(issueDecider).given;
const words = { title: '100 devices late', description: null, externalReference: null, lines: 1 };
const file = (changes: Partial<FileIssue> = {}): FileIssue => ({
  type: 'FileIssue',
  programme: 'dev',
  ...words,
  ...statedFacts,
  ...changes,
});
const amend = (changes: Partial<StatedFacts>): IssueCommand => ({ type: 'AmendIssue', changes });
const amended = (data: Extract<IssueEvent, { type: 'IssueAmended' }>['data']): IssueEvent => ({ type: 'IssueAmended', data });
const duplicate: IssueEvent = { type: 'IssueLinkedAsDuplicate', data: { of: '3' } };

describe('filing an issue', () => {
  it('records the with the region of the site', () => {
    given().when(file(), contextOf()).then(filed());
  });

  it('is open to managers, leaders, executives, feeds and the import, in their scope', () => {
    for (const actor of [fay, lea, eva, feed, importer]) given().when(file(), contextOf({ actor })).then(filed());
    const southern = person('sam', 'manager', { scope: { region: 'south' } });
    const otherFeed = person('f2', 'service', { scope: { programme: 'other' } });
    given()
      .when(file(), contextOf({ actor: southern }))
      .thenRefused(NotAllowed);
    given()
      .when(file(), contextOf({ actor: otherFeed }))
      .thenRefused(NotFound);
  });

  it('converts money by the recorded rate, and keeps it unconverted without one', () => {
    const euros = { minor: 1000, currency: 'EUR' };
    const yen = { minor: 5000, currency: 'JPY' };
    const inDollars = { stated: euros, routed: { minor: 1100, currency: 'USD' }, rate: book.rates['EUR']! };
    given()
      .when(file({ valueAtRisk: euros, delayCostPerDay: yen }), contextOf())
      .then(filed({ valueAtRisk: inDollars, delayCostPerDay: { stated: yen, routed: null } }));
  });

  it('records an ask with its amounts and its words', () => {
    given()
      .when(file({ ask: statedAsk(240_000) }), contextOf())
      .then(filed({ ask: ask(240_000) }));
  });

  it('happens once, in a programme that exists', () => {
    given(filed()).when(file(), contextOf()).thenRefused(AlreadyExists);
    given()
      .when(file(), contextOf({ programme: { status: 'none' } }))
      .thenRefused(NotFound);
  });

  it.each<[string, Partial<FileIssue>]>([
    ['title', { title: '' }],
    ['title', { title: 'x'.repeat(201) }],
    ['title', { title: 'two\nlines' }],
    ['description', { description: 'x'.repeat(4001) }],
    ['externalReference', { externalReference: '\u0007' }],
    ['lines', { lines: 0 }],
    ['kind', { kind: 'constructor' }],
    ['site', { site: 'school-2' }],
    ['partner', { partner: 'nobody' }],
    ['order', { order: 'no/slash' }],
    ['serials', { serials: Array.from({ length: 201 }, (_, i) => `s${i}`) }],
    ['serials[0]', { serials: ['x'.repeat(65)] }],
    ['serials', { serials: ['a', 'a'] }],
    ['units', { units: 0 }],
    ['units', { units: 1_000_000_001 }],
    ['units', { units: 1.5 }],
    ['valueAtRisk.minor', { valueAtRisk: { minor: -1, currency: 'USD' } }],
    ['valueAtRisk.minor', { valueAtRisk: { minor: 10_000_000_000_000, currency: 'EUR' } }],
    ['delayCostPerDay.currency', { delayCostPerDay: { minor: 1, currency: 'usd' } }],
    ['neededBy', { neededBy: '2026-02-30T00:00:00.000Z' }],
    ['neededBy', { neededBy: '2047-01-01T00:00:00.000Z' }],
    ['workaroundUntil', { workaroundUntil: 'soon' }],
    ['visibility', { visibility: 4 }],
    ['irreversible', { irreversible: 'yes' as never }],
    ['exposure', { exposure: 'some' as never }],
    ['criticalDetail', { criticalDetail: 'painted' }],
    ['units', { units: undefined as never }],
    ['ask.action', { ask: { ...statedAsk(1), action: 'bribe' as never } }],
    ['ask.delayAcceptedDays', { ask: { ...statedAsk(1), delayAcceptedDays: 3651 } }],
    ['ask.spend.minor', { ask: { ...statedAsk(1), spend: { minor: 0.5, currency: 'USD' } } }],
    ['ask.recommendation', { ask: { ...statedAsk(1), recommendation: ' ' } }],
    ['ask.alternative', { ask: { ...statedAsk(1), alternative: '\ud800' } }],
  ])('refuses a wrong value, naming %s', (field, changes) => {
    given().when(file(changes), contextOf()).thenRefused(InvalidValue, field);
  });

  it('refuses a site or partner that is not registered, and an account of the future', () => {
    given()
      .when(file(), contextOf({ site: { status: 'none' } }))
      .thenRefused(InvalidValue, 'site');
    given()
      .when(file(), contextOf({ partner: { status: 'none' } }))
      .thenRefused(InvalidValue, 'partner');
    given()
      .when({ ...file(), occurredAt: '2026-11-23T10:00:00.001Z' }, contextOf())
      .thenRefused(InvalidValue, 'occurredAt');
    given()
      .when({ ...file(), occurredAt: '2026-11-20T00:00:00.000Z' }, contextOf())
      .then(filed());
  });

  it('accepts facts that are not known', () => {
    const unknown = { site: null, partner: null, order: null, units: null, neededBy: null, visibility: null } as const;
    const actor = fay;
    given()
      .when(file(unknown), contextOf({ actor }))
      .then({ type: 'IssueFiled', data: { ...(filed().data as object), ...unknown, region: null } as never });
  });
});

describe('amending an issue', () => {
  it('records what changes, and drops what is so already', () => {
    given(filed())
      .when(amend({ units: 90, visibility: 1, kind: 'late' }), contextOf())
      .then(amended({ changes: { units: 90 } }));
    given(filed())
      .when(amend({ visibility: 1 }), contextOf())
      .thenRefused(NothingToChange);
    given(filed()).when(amend({}), contextOf()).thenRefused(NothingToChange);
    given(filed())
      .when(amend({ ask: null }), contextOf())
      .thenRefused(NothingToChange);
  });

  it('changes the words', () => {
    given(filed())
      .when({ type: 'AmendIssue', changes: {}, title: '90 late', description: 'Ten came' }, contextOf())
      .then(amended({ changes: {}, title: plain('90 late'), description: plain('Ten came') }));
  });

  it('follows the site into its region', () => {
    const moved = { ...site, code: 'school-2', region: 'south' } as const;
    given(filed())
      .when(amend({ site: 'school-2' }), contextOf({ site: moved }))
      .then(amended({ changes: { site: 'school-2' }, region: 'south' }));
    given(filed())
      .when(amend({ site: null }), contextOf({ site: { status: 'none' } }))
      .then(amended({ changes: { site: null }, region: null }));
    given(filed(), amended({ changes: { site: 'school-2' }, region: 'south' }))
      .when(amend({ units: 1 }), contextOf({ actor: mia }))
      .thenRefused(NotAllowed);
  });

  it('does not convert again what was converted, but what had no rate', () => {
    const yen = { minor: 5000, currency: 'JPY' };
    const unconverted = filed({ valueAtRisk: { stated: yen, routed: null } });
    const converted = filed({ valueAtRisk: { stated: yen, routed: { minor: 1, currency: 'USD' } } });
    const rate = { numerator: 1, denominator: 100, recordedIn: { stream: 'policybook-organisation', revision: 9 } };
    const rated = contextOf({ book: { ...book, rates: { JPY: rate } } });
    const inDollars = { stated: yen, routed: { minor: 5000, currency: 'USD' }, rate };
    given(unconverted)
      .when(amend({ valueAtRisk: yen }), rated)
      .then(amended({ changes: { valueAtRisk: inDollars } }));
    given(unconverted)
      .when(amend({ valueAtRisk: yen }), contextOf())
      .thenRefused(NothingToChange);
    given(converted)
      .when(amend({ valueAtRisk: yen }), rated)
      .thenRefused(NothingToChange);
  });

  it('makes a decided issue undecided when the ask is another', () => {
    const withdraw: IssueCommand = { type: 'WithdrawIssue', reason: 'a mistake' };
    const newAsk = amended({ changes: { ask: ask(1) } });
    given(filed(), decidedByMia)
      .when(amend({ ask: statedAsk(1) }), contextOf())
      .then(newAsk);
    given(filed(), decidedByMia, newAsk)
      .when(withdraw, contextOf({ actor: fay }))
      .then({ type: 'IssueWithdrawn', data: { reason: plain('a mistake') } });
  });

  it('is for those who work there, and for the feed that filed it', () => {
    const byFeed = { actor: feed, filer: 'feed' };
    given(filed())
      .when(amend({ units: 1 }), contextOf(byFeed))
      .then(amended({ changes: { units: 1 } }));
    given(filed())
      .when(amend({ units: 1 }), contextOf({ actor: importer }))
      .then(amended({ changes: { units: 1 } }));
    given(filed())
      .when(amend({ units: 1 }), contextOf({ actor: feed }))
      .thenRefused(NotAllowed);
  });

  it('refuses wrong values by their path, and an issue that is closed or was never filed', () => {
    given(filed())
      .when(amend({ units: 0 }), contextOf())
      .thenRefused(InvalidValue, 'changes.units');
    given(filed()).when(amend({ ask: { ...statedAsk(1), writeOff: { minor: 1, currency: '' } } }), contextOf()).thenRefused(InvalidValue, 'changes.ask.writeOff.currency'); // prettier-ignore
    given(filed()).when({ type: 'AmendIssue', changes: {}, title: ' ' }, contextOf()).thenRefused(InvalidValue, 'title');
    given(filed(), duplicate)
      .when(amend({ units: 1 }), contextOf())
      .thenRefused(IssueAlreadyClosed);
    given()
      .when(amend({ units: 1 }), contextOf())
      .thenRefused(NotFound);
  });
});

describe('a duplicate', () => {
  const original = issueDecider.evolve(issueDecider.initial, filed());
  const link: IssueCommand = { type: 'LinkAsDuplicate', of: '3' };

  it('closes in favour of another issue of the programme', () => {
    given(filed()).when(link, contextOf({ original })).then(duplicate);
    given(filed(), duplicate).when(link, contextOf({ original })).thenRefused(IssueAlreadyClosed);
  });

  it('is not its own, not of a duplicate, not of another programme, not of nothing', () => {
    const other = { ...original, programme: 'other' };
    const copy = issueDecider.evolve(original, duplicate);
    given(filed()).when({ type: 'LinkAsDuplicate', of: '7' }, contextOf({ original })).thenRefused(InvalidValue, 'of');
    given(filed())
      .when(link, contextOf({ original: copy }))
      .thenRefused(InvalidValue, 'of');
    given(filed())
      .when(link, contextOf({ original: other as never, actor: person('mia', 'manager') }))
      .thenRefused(InvalidValue, 'of');
    given(filed())
      .when(link, contextOf({ original: other as never }))
      .thenRefused(NotFound); // out of the linker's sight
    given(filed()).when(link, contextOf()).thenRefused(NotFound);
  });

  it('is not taken from a leader by who filed it', () => {
    given(filed())
      .when(link, contextOf({ original, actor: fay, escalation: heldByLea }))
      .thenRefused(HeldByLeader);
    given(filed())
      .when(link, contextOf({ original, actor: mia, escalation: heldByLea }))
      .then(duplicate);
  });
});

describe('withdrawing what was filed by mistake', () => {
  const withdraw: IssueCommand = { type: 'WithdrawIssue', reason: 'it came' };
  const withdrawn: IssueEvent = { type: 'IssueWithdrawn', data: { reason: plain('it came') } };

  it('is for who filed it, and for leaders', () => {
    for (const actor of [fay, lea]) given(filed()).when(withdraw, contextOf({ actor })).then(withdrawn);
    given(filed())
      .when(withdraw, contextOf({ actor: feed, filer: 'feed' }))
      .then(withdrawn);
    given(filed())
      .when(withdraw, contextOf({ actor: importer, filer: 'system:import' }))
      .then(withdrawn);
    given(filed())
      .when(withdraw, contextOf({ actor: mia }))
      .thenRefused(NotAllowed);
    given(filed())
      .when(withdraw, contextOf({ actor: person('ada', 'administrator') }))
      .thenRefused(NotAllowed);
  });

  it('is possible only while nothing was decided', () => {
    given(filed(), decidedByMia)
      .when(withdraw, contextOf({ actor: fay }))
      .thenRefused(IssueWasDecided);
    const escalation = { ...heldByLea, status: 'decided' } as const;
    given(filed())
      .when(withdraw, contextOf({ actor: fay, escalation }))
      .thenRefused(IssueWasDecided);
    given(filed(), withdrawn)
      .when(withdraw, contextOf({ actor: fay }))
      .thenRefused(IssueAlreadyClosed);
  });

  it('is no way past a leader who has looked at it', () => {
    const seen = { ...heldByLea, status: 'acknowledged' } as const;
    given(filed())
      .when(withdraw, contextOf({ actor: fay, escalation: heldByLea }))
      .then(withdrawn);
    given(filed())
      .when(withdraw, contextOf({ actor: fay, escalation: seen }))
      .thenRefused(HeldByLeader);
    given(filed())
      .when(withdraw, contextOf({ actor: lea, escalation: seen }))
      .then(withdrawn);
  });
});
