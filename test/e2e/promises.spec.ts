import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { startWorld, type Name, type World } from './world.js';

/** What the product promises about who decides, over HTTP. Limits: a manager 25,000 dollars, a leader 250,000. */
let world: World;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  scenario = new Scenario(await Client.of(world));
});
afterAll(() => world.close());

const dollars = (amount: number) => ({ minor: amount * 100, currency: 'USD' });
const ask = (amount: number) => ({ action: 'spend', spend: dollars(amount), recommendation: 'Pay for it.', alternative: 'Wait.' });
/** Nothing but what is said: no example facts. */
const quiet = {
  title: 'Cartons are crushed',
  kind: 'damaged',
  site: 'moss-ridge',
  partner: null,
  order: null,
  units: null,
  neededBy: null,
  ask: null,
};

const routed = async (who: Name, facts: object): Promise<Json> =>
  scenario.give(
    who,
    'fileIssue',
    {},
    { ...quiet, visibility: 0, valueAtRisk: dollars(10), delayCostPerDay: dollars(0), ...facts },
    { prefer: 'wait=10' },
  );

describe('who decides', () => {
  it('three asks of 24,000 on one order go where one of 72,000 goes', async () => {
    const whole = await routed('dana', { order: 'PO-200', ask: ask(72_000) });
    const parts = [];
    for (let part = 0; part < 3; part++) parts.push(await routed('dana', { order: 'PO-201', ask: ask(24_000) }));
    expect(whole.routed.level).toBe(2);
    expect(parts.map((part) => part.routed.level)).toEqual([1, 2, 2]);
    const amount = parts[2].routed.record.floors.find(({ code }: Json) => code === 'AMOUNT');
    expect(amount).toMatchObject({ level: 2, facts: { ownMinor: 2_400_000, otherOrderMinor: 4_800_000, totalMinor: 7_200_000 } });
  });

  it('a filer inside their own grant decides; one cent above is refused, naming the authority that was missing', async () => {
    const inside = await routed('omar', { site: 'pine-hill', order: 'PO-300', ask: ask(25_000) });
    expect(inside.routed).toMatchObject({ level: 1, route: 'delegated', holder: { id: 'omar' } });
    const decision = { option: 'recommended', decision: 'Pay.', rationale: 'It is cheap.', optionsConsidered: [], terms: null };
    await scenario.give('omar', 'decideIssue', { issue: inside.id }, decision);
    const page = await scenario.client.get('omar', `/decisions?person=omar`);
    expect(JSON.stringify(page.body)).toContain('"selfDecided":true');

    const other = await routed('omar', { site: 'pine-hill', order: 'PO-301', ask: ask(10_000) });
    const beyond = {
      ...decision,
      option: 'other',
      terms: { spend: { minor: 2_500_001, currency: 'USD' }, writeOff: null, delayAcceptedDays: 0 },
    };
    const refused = await scenario.try('omar', 'decideIssue', { issue: other.id }, beyond);
    expect(refused.status).toBe(403);
    expect(refused.body.type).toBe('/problems/grant-missing');
    expect(refused.body.detail).toContain('25');
  });

  it('a filing of five fields can reach the top level', async () => {
    const five = {
      programme: 'tablets',
      title: 'A ship with 100,000 tablets has turned back',
      kind: 'late',
      site: 'moss-ridge',
      units: 100_000,
      neededBy: '2026-11-24T16:00:00.000Z',
    };
    const { status, body } = await scenario.client.post('dana', '/issues', five, { prefer: 'wait=10' });
    expect(status).toBe(201);
    expect(body.routed).toMatchObject({ level: 3, route: 'escalated', holder: { id: 'kim' } });
    expect(body.routed.record.derived).toEqual(['DELAY_COST', 'VALUE_AT_RISK']);
  });

  it('asking to go up changes the level, or is answered in one sentence with guidance and a named person', async () => {
    const { id } = await routed('dana', { order: 'PO-400', ask: ask(100) });
    const up = await scenario.give(
      'dana',
      'askToGoUp',
      { issue: id },
      { missingAuthority: 'waiver', leversTried: [], tried: 'Asked twice.' },
      { prefer: 'wait=10' },
    );
    expect(up.routed).toMatchObject({ level: 2, holder: { id: 'lee' } });
    const again = await scenario.try(
      'dana',
      'askToGoUp',
      { issue: id },
      { missingAuthority: 'waiver', leversTried: [], tried: 'Asked again.' },
    );
    expect(again.status).toBe(409);
    expect(again.body.detail).toMatch(/lee|Ann Lee/);

    const first = (await scenario.client.get('lee', `/issues/${id}?waitFor=${up.index}`)).body.escalations.at(-1);
    await scenario.give('lee', 'returnWithGuidance', { escalation: first.id }, { guidance: 'Ask the depot manager by name: Rosa.' });
    const page = (await scenario.client.get('dana', `/issues/${id}`)).body;
    expect(JSON.stringify(page)).toContain('Ask the depot manager by name: Rosa.');
    expect(page).toMatchObject({ holder: { id: 'dana' } });

    const second = await scenario.give(
      'dana',
      'askToGoUp',
      { issue: id },
      { missingAuthority: 'waiver', leversTried: [], tried: 'She says no.' },
      { prefer: 'wait=10' },
    );
    expect(second.routed).toMatchObject({ level: 2 });
    const open = (await scenario.client.get('lee', `/issues/${id}`)).body.escalations.at(-1);
    const stands = await scenario.try('lee', 'returnWithGuidance', { escalation: open.id }, { guidance: 'Once more.' });
    expect([stands.status, stands.body.type]).toEqual([409, '/problems/second-request-stands']);
  });
});
