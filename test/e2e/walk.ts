import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Json } from './client.js';
import { Scenario } from './scenario.js';
import { restartWorld, startWorld, type World } from './world.js';
import type { LogPlace } from '../../apps/server/src/config.js';

/** Where a walk keeps its data. */
export interface Ground {
  readonly folder: string;
  /** null: in the folder. */
  readonly log: LogPlace | null;
}

/** The walk through the product: filed → routed → in the queue → claimed → decided → timeline → decision log → as of. */
export function walk(name: string, ground: () => Ground): void {
  describe(name, () => {
    let world: World;
    let client: Client;
    let scenario: Scenario;
    let issue: string;
    let escalation: string;
    let filedAt: number;
    let decidedAt: number;
    beforeAll(async () => {
      world = await startWorld(ground());
      client = await Client.of(world);
      scenario = new Scenario(client);
    });
    afterAll(() => world.close());

    it('is filed, and the answer says who decides it and why', async () => {
      const ask = {
        action: 'spend',
        spend: { minor: 3_000_000, currency: 'USD' },
        recommendation: 'Pay for the night shift.',
        alternative: 'Wait.',
      };
      const { status, headers, body } = await scenario.try('dana', 'fileIssue', {}, { ask }, { prefer: 'respond-async, wait=5' });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/api/v1/issues/${body.id}`);
      expect(headers.get('etag')).toBe('"0"');
      expect(headers.get('preference-applied')).toBe('wait=5');
      expect(body.routed).toMatchObject({ level: 2, route: 'escalated', holder: { id: 'lee', name: 'Ann Lee' }, owner: { id: 'dana' } });
      expect(body.routed.sentence).toBe(
        'Goes to Ann Lee because 30,000.00 USD is above the limit of 25,000.00 USD; it stays with Dana Okafor if the ask is at most 25,000.00 USD.',
      );
      expect(body.routed.record.factors.map(({ score }: Json) => score).reduce((a: number, b: number) => a + b)).toBe(
        body.routed.record.score,
      );
      issue = body.id;
      filedAt = body.index;
    });

    it('asks the one question that would decide it', async () => {
      const { body } = await scenario.try(
        'dana',
        'fileIssue',
        {},
        { ask: { action: 'spend', recommendation: 'Pay.' }, order: null },
        { prefer: 'wait=5' },
      );
      expect(body.routed).toMatchObject({ provisional: true, question: { input: 'ASK_AMOUNT', words: 'How much is needed?' } });
    });

    it('waits in the queue of the leader, who answers for it and decides it', async () => {
      await world.node.engine.rest();
      const { body: queue } = await client.get('lee', `/queue?waitFor=${String((await world.node.store.head())?.index)}`);
      const item = queue.items.find((one: Json) => one.issue === issue);
      expect(item.ask).toMatchObject({ recommendation: 'Pay for the night shift.', amount: { minor: 3_000_000, currency: 'USD' } });
      expect(item.ifNobodyDecides.step).not.toBe('stays');
      escalation = item.id;
      const claimed = await scenario.try('lee', 'claim', { escalation }, {}, { 'if-match': `"${item.revision}"` });
      expect(claimed.status).toBe(200);
      const decided = await scenario.give('lee', 'decide', { escalation }, {}, { 'if-match': claimed.headers.get('etag') as string });
      decidedAt = decided.index;
    });

    it('takes effect after ten seconds', async () => {
      const before = await client.get('aud', `/decisions?issue=${issue}&waitFor=${decidedAt}`);
      expect(before.body.items).toMatchObject([
        { status: 'pending', by: { id: 'lee' }, commitmentMinor: 3_000_000, grant: { person: 'lee' } },
      ]);
      world.time.advanceTo('2026-11-23T09:00:11.000Z');
      await world.node.engine.rest();
      const after = await client.get('aud', `/decisions?issue=${issue}&waitFor=${String((await world.node.store.head())?.index)}`);
      expect(after.body.items).toMatchObject([{ status: 'in_effect', rationale: 'A week late costs more than the shift.' }]);
    });

    it('tells what happened to it, and what set each of it off', async () => {
      const { body } = await client.get('dana', `/issues/${issue}`);
      const types = body.timeline.map(({ type }: Json) => type);
      expect(types).toEqual(
        expect.arrayContaining([
          'IssueFiled',
          'IssueRouted',
          'EscalationOpened',
          'EscalationClaimed',
          'EscalationDecided',
          'DecisionTookEffect',
        ]),
      );
      const at = (type: string) => body.timeline.find((entry: Json) => entry.type === type);
      expect(at('IssueRouted').causedBy).toBe(at('IssueFiled').index);
      expect(body.answersFor).toMatchObject({ id: 'lee' });
      expect((await client.get('dana', `/issues/${issue}/why`)).body.sentence).toContain('Goes to Ann Lee');
    });

    it('is shown as it stood at any entry', async () => {
      const then = await client.get('dana', `/issues/${issue}?asOf=${filedAt}`);
      expect(then.body).toMatchObject({ index: filedAt, route: null, escalations: [] });
      expect((await client.get('aud', `/decisions?asOf=${decidedAt - 1}`)).body.items).toEqual([]);
      expect((await client.get('dana', `/issues/${issue}?asOf=${filedAt - 1}`)).status).toBe(404);
    });

    it('would go elsewhere today by other facts, and by what was known then', async () => {
      const dry = (body: object) => client.post('aud', '/routing/dry-run', body);
      const waiver = { action: 'waiver', recommendation: 'Let them through.' };
      expect((await dry({ issue, overrides: { ask: waiver } })).body).toMatchObject({ level: 3, holder: { id: 'kim' } });
      expect((await dry({ issue, factsIndex: filedAt })).body).toMatchObject({ level: 2, holder: { id: 'lee' } });
      expect((await dry({ issue, factsIndex: filedAt - 1 })).status).toBe(404);
    });

    it('is all there after a restart', async () => {
      const page = (await client.get('dana', `/issues/${issue}`)).body;
      const { folder, log } = ground();
      world = await restartWorld(world, folder, log);
      client = await Client.of(world);
      const head = String((await world.node.store.head())?.index);
      expect((await client.get('dana', `/issues/${issue}?waitFor=${head}`)).body).toEqual(page);
    });
  });
}
