import { v7 } from 'uuid';

/** An event of the size of a filing. */
export function newEvent(n) {
  return {
    id: v7(),
    type: 'IssueFiled',
    schema: 1,
    recordedAt: '2026-11-23T09:00:00.000Z',
    actor: 'dana',
    auth: { method: 'token', id: 'b1f0f1b2-8a5e-7cc1-9a51-0f0f5d2c8e11' },
    correlationId: '01a208f2-74cb-7602-9393-ced5cfbb4b65',
    causationId: '01a208f2-74cb-7602-9393-ced5cfbb4b65',
    commandHash: 'f16a136136691a98c1dcf8fcd64031bf417e8052457e4d07df4eb92ea2c944b0',
    data: { programme: 'devices', kind: 'late', site: 'moss-ridge', partner: 'northline', units: n, text: 'x'.repeat(400), serials: [] },
  };
}
