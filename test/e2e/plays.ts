import { expect } from '@jest/globals';
import type { Json } from './client.js';
import { machineOf } from './machine.js';
import type { Scenario } from './scenario.js';
import type { World } from './world.js';

const usd = (minor: number) => ({ minor, currency: 'USD' });

/** Facts that send an issue up by their weight, without any floor. */
const byScore = {
  neededBy: '2026-11-23T12:00:00.000Z',
  delayCostPerDay: usd(9_000_000),
  ask: null,
};

export const PLAYS = [
  'do everything to an issue',
  'do everything to an escalation',
  'return, hand over, step up, report and take back',
  'keep the contact with a partner',
  'keep people and their rights',
  'keep programmes and their master data',
  'keep playbooks',
  'keep machines that report',
  'keep policies and the organisation',
  'decide several escalations at once',
  'say where an issue would go, and record nothing',
] as const;
export type Play = (typeof PLAYS)[number];

/**
 * Every command that people give, each where it is accepted, told as short plays to be run in this order. `scenario` gives them: what
 * is to happen before each one is a matter of its `give`.
 */
export function playsOf(world: World, scenario: Scenario): Readonly<Record<Play, () => Promise<void>>> {
  const { client } = scenario;
  const give: Scenario['give'] = (...of) => scenario.give(...of);

  /** An issue that its manager holds. */
  async function delegated(changes: object = {}): Promise<string> {
    const { id, routed } = await give('dana', 'fileIssue', {}, { ask: null, visibility: 0, ...changes }, { prefer: 'wait=5' });
    expect(routed.route).toBe('delegated');
    return id;
  }

  /** An escalation at the leader's level, and its issue. */
  async function escalated(changes: object = {}): Promise<{ issue: string; escalation: string }> {
    const ask = { action: 'move_stock', spend: null, recommendation: 'Take them from Pine Hill.', alternative: 'Wait.' };
    const { id, routed } = await give('dana', 'fileIssue', {}, { order: null, ask, ...changes }, { prefer: 'wait=5' });
    expect(routed).toMatchObject({ route: 'escalated', holder: { id: 'lee', name: 'Ann Lee' } });
    await world.node.engine.rest();
    const head = String((await world.node.store.head())?.index);
    const { body } = await client.get('lee', `/issues/${id}?waitFor=${head}`);
    return { issue: id, escalation: body.escalations.at(-1).id };
  }

  /** Lets the ten seconds pass after which a decision takes effect. */
  async function tenSecondsLater(): Promise<void> {
    world.time.advanceTo(new Date(Date.parse(world.time.now()) + 11_000).toISOString());
    await world.node.engine.rest();
  }

  async function eventsOf(stream: string, type: string) {
    return (await world.node.store.readStream(stream)).filter((event) => event.type === type);
  }

  async function revisionOf(stream: string, type: string): Promise<number | undefined> {
    return (await eventsOf(stream, type)).at(-1)?.revision;
  }

  async function dataOf(stream: string, type: string): Promise<Json> {
    return (await eventsOf(stream, type)).at(-1)?.data;
  }

  return {
    'do everything to an issue': async () => {
      const issue = await delegated();
      await give('dana', 'acceptWork', { issue });
      await give('dana', 'addNote', { issue }, { mentions: ['omar'] });
      await give('dana', 'amendIssue', { issue });
      await give('dana', 'reassignIssue', { issue }, { to: 'mia' });
      await give('lee', 'callMine', { issue });
      await give('lee', 'endCall', { issue });
      await give('lee', 'callDelegate', { issue });
      await world.node.engine.rest();
      const asked = await delegated({ order: null });
      await give('dana', 'acceptWork', { issue: asked });
      await give('dana', 'askToGoUp', { issue: asked });
      await world.node.engine.rest();
      const { body } = await client.get('dana', `/issues/${asked}`);
      await give('dana', 'withdrawEscalation', { escalation: body.escalations[0].id });

      const decided = await delegated({
        order: null,
        visibility: null,
        neededBy: null,
        ask: { action: 'spend', spend: usd(10_000), recommendation: 'Pay the taxi.' },
      });
      await give('dana', 'decideIssue', { issue: decided });
      await give('dana', 'resolveIssue', { issue: decided });
      await give('dana', 'reopenIssue', { issue: decided });

      const original = await delegated({ order: null });
      const again = await delegated({ order: null });
      await give('dana', 'linkAsDuplicate', { issue: again }, { of: original });
      await give('dana', 'withdrawIssue', { issue: original });
    },

    'do everything to an escalation': async () => {
      const { escalation } = await escalated();
      const on = { escalation };
      await give('lee', 'acknowledge', on);
      await give('lee', 'snooze', on, { until: '2026-11-23T09:30:00.000Z' });
      await give('lee', 'endSnooze', on);
      await give('lee', 'claim', on);
      const asked = await give('lee', 'askQuestion', on);
      expect(asked.events).toHaveLength(1);
      const { body: item } = await client.get('lee', `/escalations/${escalation}?waitFor=${asked.index}`);
      await give('dana', 'answerQuestion', on, { questionId: item.question.id });
      await give('lee', 'renewTimeBox', on);
      await give('lee', 'release', on);
      await give('lee', 'reassign', on, { to: 'lou' });
      await give('lou', 'decide', on);
      await give('lou', 'withdrawDecision', on);
      await give('lou', 'decide', on);
      await tenSecondsLater();
      await give('lou', 'supersedeDecision', on, { supersedes: (await revisionOf(`escalation-${escalation}`, 'EscalationDecided')) ?? 0 });
      await tenSecondsLater();
      await give('lou', 'reviewOutcome', on);
    },

    'return, hand over, step up, report and take back': async () => {
      await give('lee', 'returnWithGuidance', { escalation: (await escalated(byScore)).escalation });
      await give('lee', 'handOver', { escalation: (await escalated(byScore)).escalation }, { to: 'mia' });
      await give('lee', 'stepUp', { escalation: (await escalated()).escalation });

      const { escalation } = await escalated();
      const told = { option: 'no', decision: 'No: wait.', rationale: 'It is not worth it.' };
      await give('mia', 'reportDecision', { escalation }, { ...told, saidAt: '2026-11-23T08:30:00.000Z' });
      const { reportId } = await dataOf(`escalation-${escalation}`, 'DecisionReported');
      await give('lee', 'denyReport', { escalation }, { reportId });
      const again = await give('mia', 'reportDecision', { escalation }, { ...told, saidAt: '2026-11-23T08:40:00.000Z' });
      expect(again.events).toHaveLength(1);
      await give(
        'lee',
        'confirmReport',
        { escalation },
        { reportId: (await dataOf(`escalation-${escalation}`, 'DecisionReported')).reportId },
      );
    },

    'keep the contact with a partner': async () => {
      const at = { programme: 'tablets', code: 'northline' };
      await give('lee', 'putPersonForward', at);
      await world.node.engine.rest();
      const { body } = await client.get('kim', '/queue');
      const sheet = body.items.find(({ kind }: { kind: string }) => kind === 'call_sheet');
      await give('kim', 'recordContact', { callSheet: sheet.id });
      await give('kim', 'closeCallSheet', { callSheet: sheet.id });
      await give('lee', 'standPersonDown', at);
    },

    'keep people and their rights': async () => {
      const person = 'nia';
      await give('ada', 'registerPerson', {}, { person });
      await give('ada', 'changePerson', { person });
      await give('ada', 'changeLevel', { person });
      await give('ada', 'changeReportingLine', { person });
      await give('ada', 'setAttentionBudget', { person });
      await give('ada', 'giveRole', { person });
      await give('ada', 'takeRole', { person });
      await give('ada', 'giveGrant', { person });
      await give('ada', 'revokeGrant', { person });
      await give('ada', 'planAbsence', { person });
      await give('ada', 'endAbsence', { person });
      await give('ada', 'declareConflict', { person });
      await give('ada', 'liftConflict', { person });
      const { token, tokenId } = await give('ada', 'issueToken', { person });
      const me = await client.get(null, '/me', { authorization: `Bearer ${token}` });
      expect(me.body.person).toMatchObject({ id: person });
      const rotated = await give('ada', 'rotateToken', { person }, { tokenId, overlapMinutes: 0 });
      await give('ada', 'revokeToken', { person }, { tokenId: rotated.tokenId });
      expect((await client.get(null, '/me', { authorization: `Bearer ${token}` })).status).toBe(401);
      await give('ada', 'recordLeaving', { person });
    },

    'keep programmes and their master data': async () => {
      const programme = 'phones';
      await give('ada', 'startProgramme', {}, { programme });
      const on = { programme };
      for (const id of ['changeSponsor', 'addKind', 'changeCriticalDetails', 'changeEconomics', 'changeBudget', 'chooseCalendar'])
        await give('ada', id, on);
      const { body } = await client.get('ada', `/programmes/${programme}`);
      await give('lee', 'renewLaunch', on, { until: new Date(Date.parse(body.launchEndsAt) + 86_400_000).toISOString() });
      await give('ada', 'changePhase', on);
      for (const [registers, changes, code] of [
        ['registerSite', 'changeSite', 'moss-ridge'],
        ['registerPartner', 'changePartner', 'northline'],
        ['registerOrder', 'changeOrder', 'PO-118'],
      ] as const) {
        await give('ada', registers, on);
        await give('ada', changes, { programme, code });
      }
      await give('ada', 'publishCalendar', { calendar: 'two-days' });
    },

    'keep playbooks': async () => {
      const playbook = 'late-carrier';
      await give('lee', 'openPlaybook', {}, { playbook });
      const on = { playbook };
      for (const id of ['changeLevers', 'giveHandOver', 'limitHandOver', 'endHandOver', 'giveHandOver']) await give('lee', id, on);
      await give('dana', 'returnHandOver', on);
      for (const id of ['agreeStandingOrder', 'endStandingOrder']) await give('lee', id, on);
    },

    'keep machines that report': async () => {
      const { source, misunderstood } = await machineOf(world, scenario, 'trucks');
      await give('ada', 'changeSource', { source });
      await give('ada', 'dropDeadLetter', { source, letter: await misunderstood() });
      const letter = await misunderstood();
      const { mapping } = scenario.example('changeSource') as { mapping: { issue: object } };
      await give('ada', 'changeSource', { source }, { mapping: { ...mapping, issue: { ...mapping.issue, site: undefined } } });
      await give('ada', 'sendDeadLetterAgain', { source, letter });
      const { keyId } = await give('ada', 'issueSourceKey', { source }, { label: 'Second' });
      await give('ada', 'revokeSourceKey', { source }, { keyId });
      await give('ada', 'closeSource', { source });
    },

    'keep policies and the organisation': async () => {
      const { id: hash } = await give('ada', 'proposePolicy');
      await give('ben', 'approvePolicy', { hash });
      await give('ben', 'activatePolicy', { hash });
      const { id: other } = await give(
        'ada',
        'proposePolicy',
        {},
        { policy: { ...(scenario.example('proposePolicy')['policy'] as object), name: 'Third' } },
      );
      await give('ben', 'rejectPolicy', { hash: other });
      await give('ada', 'recordExchangeRate');
      await give('ada', 'recordLeaving', { person: 'ben' });
      await give('ada', 'switchSoloMode');
    },

    'decide several escalations at once': async () => {
      const first = await escalated();
      const second = await escalated();
      const answer = await give(
        'lee',
        'decideTogether',
        {},
        { escalations: [{ escalation: first.escalation }, { escalation: second.escalation }, { escalation: 'nothing' }] },
      );
      expect(answer.items.map(({ accepted }: { accepted: object | null }) => accepted !== null)).toEqual([true, true, false]);
      expect(answer.items[2].problem).toMatchObject({ type: '/problems/not-found', status: 404 });
    },

    'say where an issue would go, and record nothing': async () => {
      const before = await world.node.store.head();
      const { sentence, level, record } = await give('dana', 'dryRun');
      expect(sentence).toMatch(/^Goes to Ann Lee because 30,000\.00 USD is above the limit of 25,000\.00 USD/);
      expect([level, record.route]).toEqual([2, 'escalated']);
      expect(await world.node.store.head()).toEqual(before);
    },
  };
}
