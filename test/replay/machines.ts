import { systemClaim, type Claim } from '#application';
import type { IntakeMapping } from '#domain';
import { openNode } from '../../apps/server/src/adapters.js';

/** What machines leave in a log, beside the issues that they file. */
export const MACHINES = [
  'DeadLetterDropped',
  'DeadLetterKept',
  'DeadLetterSent',
  'SourceChanged',
  'SourceClosed',
  'SourceKeyIssued',
  'SourceKeyRevoked',
  'SourceRegistered',
];

const reason = 'So it was agreed.';
const mapping: IntakeMapping = {
  format: 'gravitas-intake/1',
  name: 'Trucks',
  issue: {
    programme: { value: 'devices', reason },
    kind: { value: 'late', reason },
    title: { text: '{payload.summary}', reason },
  },
};

/** Adds one event of each of these types: no machine reports in the demo. */
export async function letMachinesReport(folder: string): Promise<void> {
  const node = await openNode({ folder });
  const operator = systemClaim('operator');
  const machine: Claim = { kind: 'person', id: 'machine', auth: { method: 'source', id: 'trucks' }, roles: null };
  const give = <N extends Parameters<typeof node.engine.handle>[0]>(
    noun: N,
    command: Parameters<typeof node.engine.handle<N>>[1]['command'],
    claim: Claim = operator,
  ) => node.engine.handle(noun, { id: null, command, claim, identity: null });
  const attention = { minutesPerWeek: 0, interruptionsPer12Hours: 0, handsOnLimit: 0 };
  const source = 'trucks';
  try {
    const nobody = { level: null, reportsTo: null, calendar: null, attention };
    await give('person', { type: 'RegisterPerson', person: 'machine', name: 'Machine', title: 'Feed', ...nobody });
    await give('person', { type: 'GiveRole', person: 'machine', role: 'service', scope: {} });
    await give('source', { type: 'RegisterSource', source, name: 'Trucks', feed: 'machine', perMinute: 60, mapping });
    await give('source', { type: 'ChangeSource', source, name: 'Trucks', feed: 'machine', perMinute: 120, mapping });
    await give('source', { type: 'IssueSourceKey', source, keyId: 'k1', use: 'token', proof: 'a'.repeat(64), label: 'First' });
    await give('source', { type: 'RevokeSourceKey', source, keyId: 'k1' });
    for (const letter of ['l1', 'l2']) {
      const kept = { protocol: 'pagerduty', problem: 'fact-missing', field: 'kind', message: '{}' } as const;
      await give('deadLetters', { type: 'KeepDeadLetter', source, letter, ...kept }, machine);
    }
    await give('deadLetters', { type: 'RecordDeadLetterSent', source, letter: 'l1', issue: null });
    await give('deadLetters', { type: 'DropDeadLetter', source, letter: 'l2', reason: 'A test.' });
    await give('source', { type: 'CloseSource', source, reason: 'Sold.' });
  } finally {
    await node.close();
  }
}
