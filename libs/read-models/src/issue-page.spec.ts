import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FullRoute, IssueEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import { issuePage } from './issue-page.fold.js';
import type { IssuePage } from './issue-page.js';
import type { Visibility } from './reading.js';
import { amount, askFor, later, Scene } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { diceOf, Story } from './testing/story.js';
import { ALL, viewsOf, withoutNames, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => views?.close());

async function pageOf(
  { events }: { readonly events: readonly RecordedEvent[] },
  issue = '1',
  index: number | null = null,
  visibility: Visibility = ALL,
): Promise<IssuePage | null> {
  await views?.close();
  views = await viewsOf(events);
  const readStream = async (name: string) => events.filter(({ stream }) => stream === name);
  return views.issuePages.page({ issue, visibility, moment: { now: events.at(-1)?.recordedAt ?? '', index }, readStream });
}

describe('the page of an issue', () => {
  it('shows facts and words as they stand now', async () => {
    const scene = new Scene().setUp().file('1', { title: 'Late', ask: askFor(5_00), valueAtRisk: amount(9_00) }, 'max');
    scene.onIssue('1', {
      type: 'IssueAmended',
      data: { changes: { units: 7, ask: { ...askFor(6_00), alternative: null } }, description: sealed('At the dock') },
    });
    expect(await pageOf(scene)).toMatchObject({
      issue: '1',
      revision: 1,
      index: scene.events.length - 1,
      title: 'Late',
      description: 'At the dock',
      site: { code: 's1', name: 'School s1' },
      partner: { code: 'acme', name: 'Partner acme' },
      facts: { kind: 'late', units: 7, ask: { action: 'spend', recommendation: 'Spend 600', alternative: null, spend: amount(6_00) } },
      filed: { at: '2026-01-05T09:00:00.000Z', by: { id: 'max', name: 'Name of max' }, occurredAt: null, origin: null },
      status: 'open',
      answersFor: null,
      route: null,
      escalations: [],
      ifNobodyDecides: null,
    });
  });

  it('keeps the last route that said everything, and when it is looked at next', async () => {
    const scene = new Scene().setUp().file('1');
    const routed = scene.route('1', { score: 4200, nextReviewAt: '2026-01-06T09:00:00.000Z' });
    const { issue, programme, evaluator, policy, trigger, at } = routed.data as unknown as FullRoute;
    const review = { changed: false, issue, programme, evaluator, policy, trigger, at, nextReviewAt: '2026-01-07T09:00:00.000Z' } as const;
    scene.log.record('routing-', '1', { type: 'IssueRouted', data: review });
    const page = await pageOf(scene);
    expect(page?.route).toMatchObject({
      revision: 0,
      index: routed.index,
      record: { score: 4200 },
      nextReviewAt: '2026-01-07T09:00:00.000Z',
    });
  });

  it('says who answers for it: the owner, until a leader has it in hand', async () => {
    const scene = new Scene().setUp().file('1').escalate('1', { holder: 'lea' });
    expect(await pageOf(scene)).toMatchObject({
      owner: { id: 'mia' },
      holder: { id: 'lea' },
      answersFor: { id: 'mia' },
      ifNobodyDecides: { step: 'level', to: 'eva' },
    });
    scene.onEscalation('e1', { type: 'EscalationClaimed', data: { by: 'lea', timeBoxUntil: later(scene.log.now, 900) } });
    expect(await pageOf(scene)).toMatchObject({
      answersFor: { id: 'lea' },
      escalations: [{ id: 'e1', status: 'claimed', level: 2, revision: 1 }],
    });
    scene.decide('e1');
    expect(await pageOf(scene)).toMatchObject({ status: 'decided', answersFor: { id: 'lea' }, ifNobodyDecides: null });
    scene.onIssue('1', {
      type: 'GoingUpRequested',
      data: { byLevel: 1, missingAuthority: 'amount', leversTried: [], allLeversTried: false, tried: sealed('Asked') },
    });
    expect(await pageOf(scene)).toMatchObject({ status: 'open', answersFor: { id: 'mia' }, holder: { id: 'mia' } });
  });

  it('tells what happened in the order of the log, with causes and words', async () => {
    const scene = new Scene().setUp().file('1', {}, 'max').file('2').escalate('1').decide('e1');
    scene.onIssue('2', { type: 'IssueLinkedAsDuplicate', data: { of: '1' } });
    const page = await pageOf(scene);
    const told = page?.timeline.map(({ type, actor, causedBy }) => [
      type,
      actor.id,
      causedBy === null ? null : scene.events[causedBy]?.type,
    ]);
    expect(told).toEqual([
      ['IssueFiled', 'max', null],
      ['IssueRouted', 'system:router', 'IssueFiled'],
      ['EscalationOpened', 'system:router', 'IssueRouted'],
      ['EscalationDecided', 'lea', null],
    ]);
    expect(page?.timeline.at(-1)?.data).toMatchObject({ decision: 'Send the van', optionsConsidered: ['Wait'] });
    expect(page?.duplicates).toEqual(['2']);
    expect(await pageOf(scene, '2')).toMatchObject({ status: 'duplicate', duplicateOf: '1' });
  });

  it('lists a duplicate only while it is one', async () => {
    const scene = new Scene().setUp().file('1').file('2');
    const happens = (event: IssueEvent) => scene.onIssue('2', event).events.length - 1;
    const linked = happens({ type: 'IssueLinkedAsDuplicate', data: { of: '1' } });
    const reopened = happens({ type: 'IssueReopened', data: { reason: sealed('Another pallet') } });
    happens({ type: 'IssueLinkedAsDuplicate', data: { of: '1' } });
    expect((await pageOf(scene, '1', linked))?.duplicates).toEqual(['2']);
    expect((await pageOf(scene, '1', reopened))?.duplicates).toEqual([]);
    expect((await pageOf(scene, '1'))?.duplicates).toEqual(['2']);
  });

  it('is, as of an entry, what the log up to it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0x7fff_ffff }), fc.nat(), async (seed, at) => {
        const { events } = new Story(diceOf(seed)).steps(60).scene;
        const index = at % events.length;
        const filed = events.filter(({ type }) => type === 'IssueFiled').map(({ stream }) => stream);
        const issue = (filed[at % filed.length] ?? '').slice('issue-'.length);
        const then = await pageOf({ events: events.slice(0, index + 1) }, issue);
        expect(withoutNames(await pageOf({ events }, issue, index))).toEqual(withoutNames(then));
      }),
      { numRuns: 40 },
    );
  });

  it('is not there before it was filed, nor for those who may not see it', async () => {
    const scene = new Scene().setUp().file('1', { region: 'north' }, 'max');
    expect(await pageOf(scene, '1', scene.events.length - 2)).toBeNull();
    expect(await pageOf(scene, 'unknown')).toBeNull();
    const reader = (person: string, region: string): Visibility => ({ person, everything: false, scopes: [{ region }] });
    expect(await pageOf(scene, '1', null, reader('kim', 'south'))).toBeNull();
    expect(await pageOf(scene, '1', null, reader('kim', 'north'))).not.toBeNull();
    expect(await pageOf(scene, '1', null, reader('max', 'south'))).not.toBeNull();
  });

  it('does not depend on the order in which the streams were read', () => {
    const { events } = new Scene().setUp().file('1').escalate('1').decide('e1').log;
    const own = events.filter(({ stream }) => /^(issue|routing|escalation)-/.test(stream));
    expect(issuePage([...own].reverse())).toEqual(issuePage(own));
  });
});
