import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#domain';
import { Organisation, person } from './testing/organisation.js';

const TUESDAY = '2026-11-24T09:00:00.000Z';
const NEXT_WEEK = '2026-11-30T09:00:00.000Z';

async function withEscalation(): Promise<{ readonly acme: Organisation; readonly id: string }> {
  const acme = await Organisation.started();
  await acme.fileUp('i1');
  await acme.engine.rest();
  const opened = (await acme.log()).find(({ type }) => type === 'EscalationOpened')!;
  return { acme, id: opened.stream.slice('escalation-'.length) };
}

/** What happened to the escalation, in short: when, what, and to whom it went. */
async function storyOf(acme: Organisation): Promise<readonly string[]> {
  const events = (await acme.log()).filter(({ stream }) => stream.startsWith('escalation-'));
  return events.map(({ recordedAt, type, data }) => {
    const { clock = '', to, holder } = data as { readonly clock?: string; readonly to?: string; readonly holder?: string };
    return `${recordedAt.slice(5, 16)} ${type} ${clock} ${to ?? holder ?? ''}`.trim();
  });
}

/** Another process, started at an instant after the first was stopped. */
async function restartedAt(acme: Organisation, instant: Instant): Promise<Organisation> {
  await acme.engine.stop();
  acme.time.advanceTo(instant);
  const next = new Organisation(acme.store, acme.time, acme.vault);
  await next.engine.start();
  await next.engine.rest();
  return next;
}

describe('when nobody does anything', () => {
  it('a clock goes one hop at each expiry: the substitute, the next level, and there it stays', async () => {
    const { acme } = await withEscalation();
    await acme.passTo(NEXT_WEEK);
    expect(await storyOf(acme)).toEqual([
      '11-23T09:00 EscalationOpened  lea',
      '11-23T13:00 ClockExpired acknowledge leo',
      '11-23T17:00 ClockExpired acknowledge eva',
      '11-25T11:00 ClockWarned',
    ]);
    expect(acme.failures).toEqual([]);
  });

  it('an issue is looked at again when its route said so', async () => {
    const { acme } = await withEscalation();
    await acme.passTo('2026-12-04T09:00:00.000Z');
    const events = await acme.log();
    const reviews = events.filter(({ type }) => type === 'RouteReviewDue');
    expect(reviews.length).toBeGreaterThan(1);
    for (const review of reviews) {
      expect(review.recordedAt).toBe(review.data['dueAt']);
      const answer = events.find(({ causationId }) => causationId === review.id);
      expect(answer).toMatchObject({
        type: 'IssueRouted',
        stream: 'routing-i1',
        data: { trigger: { stream: 'clock-i1', revision: review.revision } },
      });
    }
  });
});

describe('when somebody acts in time', () => {
  it('the clock that they answer stops, and the others run on', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'Acknowledge' }, { id });
    await acme.passTo('2026-11-25T08:00:00.000Z');
    expect(await storyOf(acme)).toEqual([
      '11-23T09:00 EscalationOpened  lea',
      '11-23T09:00 EscalationAcknowledged',
      '11-24T12:00 ClockWarned',
    ]);
  });

  it('a decision takes effect ten seconds later, and is not looked at again', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'Claim' }, { id });
    const said = { decision: 'Buy', rationale: 'They must have them', optionsConsidered: [], terms: null, decisionGroup: null };
    await acme.as(person('lea'), 'escalation', { type: 'Decide', option: 'recommended', ...said }, { id });
    await acme.passTo(NEXT_WEEK);
    const effect = (await acme.log()).find(({ type }) => type === 'DecisionTookEffect');
    expect(effect?.recordedAt).toBe('2026-11-23T09:00:10.000Z');
    expect((await acme.typesOf('escalation-')).at(-1)).toBe('DecisionTookEffect');
    expect(acme.engine.nextDue()).toBeNull();
  });

  it('a decision taken back before that has no effect, and the clocks run again', async () => {
    const { acme, id } = await withEscalation();
    const said = { decision: 'Buy', rationale: 'They must have them', optionsConsidered: [], terms: null, decisionGroup: null };
    await acme.as(person('lea'), 'escalation', { type: 'Claim' }, { id });
    await acme.as(person('lea'), 'escalation', { type: 'Decide', option: 'recommended', ...said }, { id });
    await acme.passTo('2026-11-23T09:00:09.000Z');
    await acme.as(person('lea'), 'escalation', { type: 'WithdrawDecision', reason: null }, { id });
    await acme.passTo(NEXT_WEEK);
    const types = await acme.typesOf('escalation-');
    expect(types).not.toContain('DecisionTookEffect');
    expect(types).toContain('ClockExpired');
  });

  it('a snooze ends at its time', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'Acknowledge' }, { id });
    await acme.as(person('lea'), 'escalation', { type: 'Snooze', until: TUESDAY, untilFactChanges: false }, { id });
    await acme.passTo(TUESDAY);
    expect((await storyOf(acme)).slice(2)).toEqual(['11-23T09:00 EscalationSnoozed', '11-24T09:00 SnoozeEnded']);
  });
});

describe('after a downtime', () => {
  it('what fell due meanwhile is done once, the earliest first', async () => {
    const { acme } = await withEscalation();
    const next = await restartedAt(acme, NEXT_WEEK);
    expect(await storyOf(next)).toEqual(['11-23T09:00 EscalationOpened  lea', '11-30T09:00 ClockExpired acknowledge leo']);
    const again = await restartedAt(next, NEXT_WEEK);
    expect(await storyOf(again)).toHaveLength(2);
    expect(again.failures).toEqual([]);
  });

  it('two timekeepers do not do it twice', async () => {
    const { acme } = await withEscalation();
    await acme.file('i2');
    const other = new Organisation(acme.store, acme.time, acme.vault);
    await other.engine.start();
    for (const instant of ['2026-11-23T13:00:00.000Z', '2026-11-23T17:00:00.000Z', '2026-12-04T09:00:00.000Z']) {
      acme.time.advanceTo(instant);
      await Promise.all([acme.engine.rest(), other.engine.rest()]);
    }
    const log = await acme.log();
    const expired = log.filter(({ type }) => type === 'ClockExpired').map(({ data }) => JSON.stringify([data['from'], data['clock']]));
    expect(new Set(expired).size).toBe(expired.length);
    const reviews = log.filter(({ type }) => type === 'RouteReviewDue').map(({ causationId }) => causationId);
    expect(new Set(reviews).size).toBe(reviews.length);
    expect([...acme.failures, ...other.failures]).toEqual([]);
  });
});

describe('by itself', () => {
  it('it sets an alarm for the next thing that falls due, and for no more', async () => {
    const acme = await Organisation.started();
    await acme.engine.stop();
    const live = new Organisation(acme.store, acme.time, acme.vault, { ticksByItself: true });
    await live.engine.start();
    await live.fileUp('i1');
    await live.engine.waitFor('timekeeper', (await live.store.head())!.position);
    await live.engine.rest();
    live.time.advanceTo('2026-11-23T13:00:00.000Z');
    await live.engine.rest();
    expect((await storyOf(live)).at(-1)).toBe('11-23T13:00 ClockExpired acknowledge leo');
    await live.engine.stop();
    live.time.advanceTo(NEXT_WEEK);
    expect(await storyOf(live)).toHaveLength(2);
  });
});
