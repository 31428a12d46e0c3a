import { describe, expect, it } from '@jest/globals';
import { NotAllowed } from '#domain';
import { GrantNotCovered } from '#domain/person/grants';
import { askFor, MONDAY, operator, Organisation, person, usd } from './testing/organisation.js';

const TUESDAY = '2026-11-24T09:00:00.000Z';

async function withEscalation(): Promise<{ readonly acme: Organisation; readonly id: string }> {
  const acme = await Organisation.started();
  await acme.fileUp('i1');
  await acme.engine.rest();
  const opened = (await acme.log()).find(({ type }) => type === 'EscalationOpened')!;
  return { acme, id: opened.stream.slice('escalation-'.length) };
}

const lastOf = async (acme: Organisation, prefix: string) => (await acme.log()).filter(({ stream }) => stream.startsWith(prefix)).at(-1)!;

/** A partner that counts, of a class of its own. */
const withPartner = async (): Promise<Organisation> => {
  const acme = await Organisation.started();
  const partner = { programme: 'tablets', code: 'maker', name: 'Maker', partnerClass: 'maker', key: true };
  await acme.as(operator, 'partner', { type: 'RegisterPartner', ...partner });
  return acme;
};

describe('an escalation is told', () => {
  it('who stands in for its holder, through a substitute who is away too', async () => {
    const { acme, id } = await withEscalation();
    const absence = { absenceId: 'a1', from: MONDAY, until: TUESDAY } as const;
    await expect(acme.as(person('mia'), 'escalation', { type: 'Acknowledge' }, { id })).rejects.toThrow(NotAllowed);
    await acme.as(operator, 'person', { type: 'GiveRole', person: 'max', role: 'leader', scope: {} });
    await acme.as(person('leo'), 'person', { type: 'PlanAbsence', person: 'leo', ...absence, substitute: 'max' });
    await acme.as(person('lea'), 'person', { type: 'PlanAbsence', person: 'lea', ...absence, substitute: 'leo' });
    await acme.as(person('max'), 'escalation', { type: 'Acknowledge' }, { id });
    expect(await lastOf(acme, 'escalation-')).toMatchObject({ type: 'EscalationAcknowledged', data: { by: 'max' } });
  });

  it('how long a leader has it, in the working time of the programme', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'Claim' }, { id });
    // 10 working days of 9 hours.
    expect(await lastOf(acme, 'escalation-')).toMatchObject({ data: { by: 'lea', timeBoxUntil: '2026-12-07T09:00:00.000Z' } });
  });

  it('who is above, when its leader steps it up', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'StepUp', reason: 'It touches the contract' }, { id });
    const steppedUp = { type: 'EscalationSteppedUp', data: { fromLevel: 2, level: 3, holder: 'eva', because: 'leader' } };
    expect((await acme.store.readStream(`escalation-${id}`)).at(1)).toMatchObject(steppedUp);
    await acme.engine.rest();
    expect(acme.failures).toEqual([]);
  });
});

describe('somebody is told', () => {
  it('what they may commit: what was passed on to them falls with what it was a part of', async () => {
    const acme = await Organisation.started();
    const all = { action: 'waiver', pattern: {}, from: MONDAY, until: null } as const;
    const give = (to: string, by: Parameters<Organisation['as']>[0], grantId: string, mayRedelegate: boolean) =>
      acme.as(by, 'person', { type: 'GiveGrant', person: to, grant: { ...all, grantId, amount: usd(4_000_000), mayRedelegate } });
    await give('eva', operator, 'whole', true);
    await give('lea', person('eva'), 'part', true);
    await acme.as(operator, 'person', { type: 'RevokeGrant', person: 'eva', grantId: 'whole', reason: 'Over' });
    await expect(give('mia', person('lea'), 'piece', false)).rejects.toThrow(GrantNotCovered);
  });
});

describe('an issue is told', () => {
  it('the levers of the playbook that fits it most closely', async () => {
    const acme = await withPartner();
    const lever = (code: string) => ({ code, label: code });
    const open = { type: 'OpenPlaybook', programme: 'tablets', model: 'Call, then drive there' } as const;
    await acme.as(person('eva'), 'playbook', { ...open, playbook: 'p1', pattern: { kind: 'late' }, levers: [lever('call')] });
    const pattern = { kind: 'late', partnerClass: 'maker' };
    await acme.as(person('eva'), 'playbook', { ...open, playbook: 'p2', pattern, levers: [lever('drive')] });
    await acme.file('i1', { partner: 'maker' });
    await acme.file('i2');
    await acme.engine.rest();
    const ask = (id: string, lever: string) =>
      acme.as(person('mia'), 'issue', { type: 'AskToGoUp', missingAuthority: null, leversTried: [lever], tried: 'All day' }, { id });
    await expect(ask('i1', 'call')).rejects.toMatchObject({ field: 'leversTried[0]' });
    await ask('i1', 'drive');
    await ask('i2', 'call');
    await acme.engine.rest();
    expect(await acme.typesOf('escalation-')).toEqual(['EscalationOpened', 'EscalationOpened']);
  });

  it('who has it above, so that the filer does not take it from them', async () => {
    const { acme, id } = await withEscalation();
    await acme.as(person('lea'), 'escalation', { type: 'Claim' }, { id });
    const resolve = { type: 'ResolveIssue', outcome: 'fixed', resolution: null } as const;
    await expect(acme.as(person('mia'), 'issue', resolve, { id: 'i1' })).rejects.toMatchObject({ name: 'HeldByLeader' });
  });

  it('which other carries the same reference', async () => {
    const acme = await Organisation.started();
    await acme.file('i1', { externalReference: 'ASN-8' });
    await expect(acme.file('i2', { externalReference: 'ASN-8' })).rejects.toMatchObject({ name: 'NameTaken', field: 'externalReference' });
    await acme.file('i2', { externalReference: 'ASN-9' });
  });
});

describe('a policy is told', () => {
  it('how many administrators there are, by the end of the log', async () => {
    const acme = await Organisation.started();
    const solo = { type: 'SwitchSoloMode', on: true } as const;
    const give = (id: string) => acme.as(operator, 'person', { type: 'GiveRole', person: id, role: 'administrator', scope: {} });
    await give('lea');
    await give('leo');
    await expect(acme.as(operator, 'policyBook', solo)).rejects.toMatchObject({ name: 'NotAlone' });
    await acme.as(operator, 'person', { type: 'TakeRole', person: 'leo', role: 'administrator', scope: {} });
    await acme.as(operator, 'policyBook', solo);
  });
});

describe('a call sheet', () => {
  const opened = async () => {
    const acme = await withPartner();
    await acme.file('i1', { partner: 'maker' });
    const forward = {
      type: 'PutPersonForward',
      programme: 'tablets',
      code: 'maker',
      rank: 2,
      name: 'Ms Ito',
      title: 'Vice president',
    } as const;
    await acme.as(person('mia'), 'partner', forward);
    await acme.engine.rest();
    const { stream, data } = await lastOf(acme, 'callsheet-');
    return { acme, id: stream.slice('callsheet-'.length), counterpart: data['counterpart'] as string, until: data['until'] as string };
  };

  it('closes after as many contacts as the policy asks for', async () => {
    const { acme, id, counterpart } = await opened();
    const contact = { type: 'RecordContact', note: 'They will send ten', minutes: 15 } as const;
    for (let i = 0; i < 2; i += 1) await acme.as(person(counterpart), 'callSheet', contact, { id });
    expect(await acme.typesOf('callsheet-')).toEqual(['CallSheetOpened', 'PartnerContacted', 'PartnerContacted', 'CallSheetClosed']);
  });

  it('closes when its time is over', async () => {
    const { acme, until } = await opened();
    await acme.passTo(until);
    expect(await lastOf(acme, 'callsheet-')).toMatchObject({ type: 'CallSheetClosed', recordedAt: until, data: { because: 'time' } });
    expect(acme.failures).toEqual([]);
  });

  it('closes when the partner stands its person down', async () => {
    const { acme } = await opened();
    await acme.as(person('mia'), 'partner', { type: 'StandPersonDown', programme: 'tablets', code: 'maker', reason: 'Moved on' });
    await acme.engine.rest();
    expect(await lastOf(acme, 'callsheet-')).toMatchObject({ type: 'CallSheetClosed', data: { because: 'stood_down' } });
  });
});

it('a decision for several issues is one append to each', async () => {
  const acme = await Organisation.started();
  for (const id of ['i1', 'i2']) await acme.file(id, { ask: askFor(usd(20_000)) });
  await acme.engine.rest();
  const ids = (await acme.log()).filter(({ type }) => type === 'EscalationOpened').map(({ stream }) => stream.slice('escalation-'.length));
  const decide = {
    type: 'Decide',
    option: 'no',
    decision: 'Wait',
    rationale: 'Rain',
    optionsConsidered: [],
    terms: null,
    decisionGroup: 'g1',
  } as const;
  for (const id of ids) await acme.as(person('eva'), 'escalation', decide, { id, identity: { key: 'g1' } });
  for (const id of ids) await acme.as(person('eva'), 'escalation', decide, { id, identity: { key: 'g1' } });
  expect((await acme.typesOf('escalation-')).filter((type) => type === 'EscalationDecided')).toHaveLength(2);
});
