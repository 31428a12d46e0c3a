import { ROLES, type Role, type Scope } from '#domain';
import { Client, type Answer, type Call } from '../e2e/client.js';
import { machineOf } from '../e2e/machine.js';
import { Scenario } from '../e2e/scenario.js';
import { startWorld, type Name, type World } from '../e2e/world.js';

/** From where somebody looks who has no business with the case. */
export const ELSEWHERE = {
  'another programme': { programme: 'phones' },
  'another region': { programme: 'tablets', region: 'North' },
  'another partner': { programme: 'tablets', partner: 'southline' },
} as const satisfies Record<string, Scope>;
export type Elsewhere = keyof typeof ELSEWHERE;

/** One of everything in programme tablets, region South, with partner northline; and people with every role, everywhere and elsewhere. */
export interface Office {
  readonly world: World;
  readonly client: Client;
  readonly scenario: Scenario;
  readonly ids: Readonly<Record<string, string>>;
  /** Access of somebody with this role alone. */
  tokenOf(role: Role, where: Elsewhere | 'everywhere'): string;
  /** Access of people who have a part in the case, limited to elsewhere. */
  readonly limited: Readonly<Record<string, string>>;
  as(token: string, path: string, call?: Call): Promise<Answer>;
}

export async function openOffice(): Promise<Office> {
  const world = await startWorld();
  const client = await Client.of(world);
  const scenario = new Scenario(client);
  const ids = await fill(world, scenario);
  const tokens = new Map<string, string>();
  for (const role of ROLES) {
    for (const [where, scope] of Object.entries({ everywhere: {}, ...ELSEWHERE })) {
      tokens.set(`${role} ${where}`, await hire(scenario, role, scope, `${role}-${tokens.size}`));
    }
  }
  const limited = {
    'the filer, limited to another partner': await narrow(scenario, 'dana', {
      role: 'manager',
      scope: { programme: 'tablets', region: 'South', partner: 'southline' },
    }),
    'the holder, limited to another region': await narrow(scenario, 'lee', {
      role: 'leader',
      scope: { programme: 'tablets', region: 'North' },
    }),
    'the executive, limited to another programme': await narrow(scenario, 'kim', { role: 'executive', scope: { programme: 'phones' } }),
  };
  return {
    world,
    client,
    scenario,
    ids,
    limited,
    tokenOf: (role, where) => tokens.get(`${role} ${where}`) as string,
    as: (token, path, call = {}) => client.call(null, path, { ...call, headers: { authorization: `Bearer ${token}`, ...call.headers } }),
  };
}

async function hire(scenario: Scenario, role: Role, scope: Scope, person: string): Promise<string> {
  await scenario.give('ada', 'registerPerson', {}, { person, level: null, reportsTo: null });
  await scenario.give('ada', 'giveRole', { person }, { role, scope });
  return (await scenario.give('ada', 'issueToken', { person }, { until: null })).token;
}

async function narrow(scenario: Scenario, person: Name, role: { readonly role: Role; readonly scope: Scope }): Promise<string> {
  return (await scenario.give('ada', 'issueToken', { person }, { until: null, roles: [role] })).token;
}

async function fill(world: World, scenario: Scenario): Promise<Record<string, string>> {
  const at = { programme: 'tablets', code: 'northline' };
  const head = async (): Promise<string> => {
    await world.node.engine.rest();
    return String((await world.node.store.head())?.index);
  };
  const escalated = async (): Promise<{ issue: string; escalation: string }> => {
    const ask = { action: 'move_stock', spend: null, recommendation: 'Take them from Pine Hill.', alternative: 'Wait.' };
    const { id } = await scenario.give('dana', 'fileIssue', {}, { site: 'moss-ridge', partner: 'northline', order: null, ask });
    const { body } = await scenario.client.get('aud', `/issues/${id as string}?waitFor=${await head()}`);
    return { issue: id, escalation: body.escalations[0].id };
  };
  const decided = await escalated();
  await scenario.give('lee', 'decide', { escalation: decided.escalation });
  await scenario.give('lee', 'putPersonForward', at);
  await scenario.give('lee', 'openPlaybook', {}, { playbook: 'late-carrier' });
  await scenario.give('lee', 'giveHandOver', { playbook: 'late-carrier' });
  await scenario.give('lee', 'agreeStandingOrder', { playbook: 'late-carrier' });
  const machine = await machineOf(world, scenario, 'lorries');
  const letter = await machine.misunderstood();
  const { issue, escalation } = await escalated();
  const now = await head();
  const events = await world.node.store.readFromIndex(0, 10_000);
  const { body: decisions } = await scenario.client.get('aud', `/decisions?waitFor=${now}`);
  const { body: policies } = await scenario.client.get('aud', '/policies');
  return {
    issue,
    escalation,
    decision: decisions.items[0].id,
    callSheet: (events.findLast(({ type }) => type === 'CallSheetOpened')?.stream ?? '').replace('callsheet-', ''),
    playbook: 'late-carrier',
    person: 'omar',
    programme: 'tablets',
    calendar: 'weekdays',
    hash: policies.items[0].hash,
    index: '0',
    source: machine.source,
    letter,
  };
}
