import { afterEach, describe, expect, it } from '@jest/globals';
import { POLICY, POLICY_HASH, Scene, later, usd } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => views?.close());

async function viewsAfter(scene: Scene): Promise<Views> {
  await views?.close();
  return (views = await viewsOf(scene.events));
}

const scene = () => new Scene().setUp();

describe('programmes', () => {
  it('are what they were started as and what became of them', async () => {
    const story = scene();
    const { log } = story;
    log.record('programme-', 'dev', { type: 'KindAdded', data: { code: 'lost', label: 'Lost', icon: 'box', disposition: null } });
    log.record('programme-', 'dev', { type: 'SponsorChanged', data: { sponsor: 'lea' } });
    log.record('programme-', 'dev', { type: 'DemoMarked', data: { seed: 42 } });
    const started = { importId: 'i1', fileSha256: 'a'.repeat(64), mappingHash: 'b'.repeat(64), history: true, startedAt: log.now };
    log.record('programme-', 'dev', { type: 'ImportStarted', data: started });
    log.record('programme-', 'dev', { type: 'ImportEnded', data: { importId: 'i1', rowsRead: 10, rowsRejected: 1, issuesFiled: 4 } });
    log.record('programme-', 'dev', { type: 'ImportStarted', data: { ...started, importId: 'i2' } });
    const { programmes } = await viewsAfter(story);
    const dev = await programmes.programme('dev', log.now);
    expect(dev).toMatchObject({
      id: 'dev',
      revision: 6,
      code: 'dev',
      name: 'Programme dev',
      unitNoun: 'device',
      sponsor: { id: 'lea', name: 'Name of lea' },
      demoSeed: 42,
    });
    expect(dev?.kinds.map(({ code }) => code)).toEqual(['late', 'damaged', 'lost']);
    expect(dev?.imports.map(({ importId, result }) => [importId, result?.issuesFiled])).toEqual([
      ['i1', 4],
      ['i2', undefined],
    ]);
    expect(await programmes.byCode('dev', log.now)).toEqual(dev);
    expect(await programmes.programme('none', log.now)).toBeNull();
    expect(await programmes.list(log.now)).toEqual([dev]);
  });

  it('leave launch when its time is over', async () => {
    const story = scene();
    const { programmes } = await viewsAfter(story);
    const phase = async (minutes: number) => (await programmes.programme('dev', later(story.log.now, minutes)))?.phase;
    expect([await phase(0), await phase(60 * 24 * 60)]).toEqual(['launch', 'scaling']);
  });
});

describe('sites, partners and orders', () => {
  const order = (code: string, site: string) => ({
    programme: 'dev',
    code,
    partner: 'acme',
    site,
    units: 5,
    unitValue: usd(1),
    delayCostPerDay: null,
  });
  const ordered = () => {
    const story = scene();
    for (const [code, site] of [
      ['PO-1', 's1'],
      ['PO-10', 's2'],
      ['PO-2', 's1'],
    ] as const)
      story.log.record('order-', `dev.${code}`, { type: 'OrderRegistered', data: order(code, site) });
    return story;
  };

  it('come by code, in pages', async () => {
    const { orders } = await viewsAfter(ordered());
    const first = await orders.page({ programme: 'dev', limit: 2, cursor: null });
    const second = await orders.page({ programme: 'dev', limit: 2, cursor: first.next });
    expect([first, second].map(({ items }) => items.map(({ code }) => code))).toEqual([['PO-1', 'PO-10'], ['PO-2']]);
    expect(second.next).toBeNull();
    await expect(orders.page({ programme: 'dev', limit: 2, cursor: 'nonsense' })).rejects.toThrow('is not a cursor of this list');
  });

  it('are found by place, by the beginning of a word, and one by one', async () => {
    const { orders, sites, partners } = await viewsAfter(ordered());
    const request = { programme: 'dev', limit: 9, cursor: null };
    const codes = (page: { readonly items: readonly { readonly code: string }[] }) => page.items.map(({ code }) => code);
    expect(codes(await orders.page({ ...request, site: 's1' }))).toEqual(['PO-1', 'PO-2']);
    expect(codes(await orders.page({ ...request, text: 'po 1' }))).toEqual(['PO-1', 'PO-10']);
    expect(codes(await sites.page({ ...request, text: 'SCHOOL s2' }))).toEqual(['s2']);
    expect(codes(await sites.page({ ...request, region: 'north' }))).toEqual(['s1']);
    expect(codes(await partners.page({ ...request, text: 'bol' }))).toEqual(['bolt']);
    expect(await orders.order('dev', 'PO-2')).toEqual({ ...order('PO-2', 's1'), revision: 0 });
    expect(await sites.site('dev', 's1')).toEqual({
      programme: 'dev',
      code: 's1',
      revision: 0,
      name: 'School s1',
      siteClass: 'school',
      region: 'north',
    });
    expect(await sites.site('two', 's1')).toBeNull();
  });

  it('follow what changed', async () => {
    const story = ordered();
    const { log } = story;
    log.record('site-', 'dev.s1', {
      type: 'SiteChanged',
      data: { programme: 'dev', code: 's1', name: 'New name', siteClass: 'depot', region: null },
    });
    const words = { name: sealed('Vera Price'), title: sealed('Vice president') };
    log.record('partner-', 'dev.acme', { type: 'PartnerPutForward', data: { programme: 'dev', code: 'acme', rank: 3, ...words } });
    const { sites, partners } = await viewsAfter(story);
    expect(await sites.site('dev', 's1')).toMatchObject({ name: 'New name', siteClass: 'depot', region: null, revision: 1 });
    const putForward = { rank: 3, name: 'Vera Price', title: 'Vice president', at: log.now };
    expect(await partners.partner('dev', 'acme')).toMatchObject({ key: true, partnerClass: 'carrier', putForward, revision: 1 });
    log.record('partner-', 'dev.acme', { type: 'PartnerStoodDown', data: { programme: 'dev', code: 'acme', reason: sealed('Settled') } });
    expect(await (await viewsAfter(story)).partners.partner('dev', 'acme')).toMatchObject({ putForward: null });
  });
});

describe('playbooks', () => {
  it('show levers, who has the pattern, and what happens if nobody decides, while they last', async () => {
    const story = scene();
    const { log } = story;
    const pattern = { kind: 'late' };
    log.record('playbook-', 'p1', {
      type: 'PlaybookOpened',
      data: { programme: 'dev', pattern, levers: [{ code: 'call', label: 'Call' }], model: sealed('As at Oak Hill') },
    });
    const limits = { amountLimit: usd(500_00), valueLimit: usd(9000_00) };
    log.record('playbook-', 'p1', {
      type: 'HandOverGiven',
      data: { programme: 'dev', pattern, to: 'mia', by: 'lea', ...limits, until: later(log.now, 100) },
    });
    const agreed = {
      programme: 'dev',
      pattern,
      by: 'eva',
      option: 'no',
      maxAmount: null,
      text: sealed('Nothing is spent'),
      until: null,
    } as const;
    log.record('playbook-', 'p1', { type: 'StandingOrderAgreed', data: agreed });
    const { playbooks } = await viewsAfter(story);
    expect(await playbooks.playbook('p1', log.now)).toMatchObject({
      programme: 'dev',
      pattern,
      levers: [{ code: 'call' }],
      model: 'As at Oak Hill',
      revision: 2,
      handOver: { to: { id: 'mia' }, by: { id: 'lea' }, ...limits, since: log.now },
      standingOrder: { by: { id: 'eva' }, option: 'no', text: 'Nothing is spent' },
    });
    expect(await playbooks.playbook('p1', later(log.now, 100))).toMatchObject({ handOver: null, standingOrder: { option: 'no' } });
    expect((await playbooks.list({ programme: 'dev', now: log.now })).map(({ id }) => id)).toEqual(['p1']);
    expect(await playbooks.list({ programme: 'two', now: log.now })).toEqual([]);
  });
});

describe('policies', () => {
  const SECOND = 'b'.repeat(64);
  /** A second policy, proposed by Ada and approved by herself, for the programme dev from tomorrow on. */
  const revised = () => {
    const story = scene();
    const { log } = story;
    log
      .after(5)
      .by('ada')
      .record('policy-', SECOND, {
        type: 'PolicyProposed',
        data: { hash: SECOND, policy: { ...POLICY, name: 'Second' }, by: 'ada', builtIn: false, note: sealed('Fewer') },
      });
    log
      .after(5)
      .record('policy-', SECOND, { type: 'PolicyApproved', data: { hash: SECOND, selfApproved: true, note: sealed('Alone here') } });
    log.record('policybook-', 'dev', {
      type: 'PolicyActivated',
      data: { hash: SECOND, scope: 'dev', effectiveFrom: later(log.now, 1440), approvedIn: { stream: `policy-${SECOND}`, revision: 1 } },
    });
    return story;
  };

  it('have authors, judges, and scopes in which they count', async () => {
    const story = revised();
    const { policies } = await viewsAfter(story);
    const moment = { now: story.log.now, index: null };
    expect(await policies.list(moment)).toMatchObject([
      {
        hash: SECOND,
        name: 'Second',
        status: 'approved',
        author: { id: 'ada' },
        note: 'Fewer',
        judgedBy: { id: 'ada' },
        judgement: 'Alone here',
        selfApproved: true,
        scopes: ['dev'],
      },
      { hash: POLICY_HASH, name: 'First', status: 'built_in', judgedBy: null, selfApproved: false, scopes: ['organisation'] },
    ]);
    expect((await policies.policy(SECOND, moment))?.policy.name).toBe('Second');
    expect((await policies.selfApprovals(moment)).map(({ hash }) => hash)).toEqual([SECOND]);
    expect(await policies.policy('none', moment)).toBeNull();
  });

  it('count from their instant on, for their scope, and as they did before', async () => {
    const story = revised();
    const { policies } = await viewsAfter(story);
    const [now, tomorrow] = [story.log.now, later(story.log.now, 1440)];
    const name = async (programme: string, at: string, index: number | null = null) =>
      (await policies.inForce(programme, { now: at, index }))?.policyName;
    expect(await name('dev', now)).toBe('First');
    expect(await name('dev', tomorrow)).toBe('Second');
    expect(await name('two', tomorrow)).toBe('First');
    expect(await name('dev', tomorrow, story.events.length - 2)).toBe('First');
    expect(await policies.inForce('dev', { now, index: 0 })).toBeNull();
    const all = await policies.activations({ now: tomorrow, index: null });
    expect(all.map(({ scope, inForce, activatedBy }) => [scope, inForce, activatedBy.id])).toEqual([
      ['dev', true, 'ada'],
      ['organisation', true, 'system:operator'],
    ]);
    expect((await policies.activations({ now, index: null }, 'dev')).map(({ inForce }) => inForce)).toEqual([false]);
  });

  it("stand beside the organisation's currency, rates and solo mode", async () => {
    const story = scene();
    const { log } = story;
    log.record('policybook-', 'organisation', { type: 'SoloModeSwitched', data: { on: true } });
    log.record('policybook-', 'organisation', {
      type: 'ExchangeRateRecorded',
      data: { from: 'EUR', to: 'USD', numerator: 108, denominator: 100 },
    });
    const { policies } = await viewsAfter(story);
    expect(await policies.organisation({ now: log.now, index: null })).toEqual({
      name: 'Tablets',
      routingCurrency: 'USD',
      levels: ['L1', 'L2', 'L3'],
      soloMode: true,
      rates: [{ from: 'EUR', to: 'USD', numerator: 108, denominator: 100, at: log.now }],
      revision: 3,
    });
    expect(await policies.organisation({ now: log.now, index: 2 })).toMatchObject({ soloMode: false, rates: [], revision: 1 });
  });
});

describe('calendars', () => {
  it('are all that was published, the later over the earlier', async () => {
    const story = scene();
    const { log } = story;
    const publish = (from: string, until: string, intervals: readonly (readonly [number, number])[]) =>
      log.record('calendar-', 'weekdays', {
        type: 'CalendarPublished',
        data: { name: 'Weekdays', zone: 'UTC', rule: 'by hand', from, until, intervals },
      });
    const day = 29_453_760; // 2026-01-01T00:00Z in minutes
    publish('2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z', [
      [day + 480, day + 960],
      [day + 1920, day + 2400],
    ]);
    publish('2026-01-02T00:00:00.000Z', '2026-01-04T00:00:00.000Z', [[day + 2000, day + 2100]]);
    const { calendars } = await viewsAfter(story);
    expect(await calendars.list()).toMatchObject([
      { id: 'weekdays', revision: 1, from: '2026-01-01T00:00:00.000Z', until: '2026-01-04T00:00:00.000Z' },
    ]);
    expect(await calendars.intervals('weekdays', '2026-01-01T00:00:00.000Z', '2026-01-04T00:00:00.000Z')).toEqual([
      [day + 480, day + 960],
      [day + 2000, day + 2100],
    ]);
    expect(await calendars.intervals('weekdays', '2026-01-02T00:00:00.000Z', '2026-01-04T00:00:00.000Z')).toHaveLength(1);
    expect(await calendars.intervals('none', '2026-01-01T00:00:00.000Z', '2026-01-04T00:00:00.000Z')).toEqual([]);
  });
});
