import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { mintToken, newId, SimulatedTime, systemClaim, type Engine } from '#application';
import { defaultPolicy, type Grant, type Role, type Scope } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';
import { openNode, type Node } from '../../apps/server/src/adapters.js';
import { applicationOf, loggerOf } from '../../apps/server/src/application.js';
import type { LogPlace } from '../../apps/server/src/config.js';

const NOW = '2026-11-23T09:00:00.000Z';
const usd = (minor: number) => ({ minor, currency: 'USD' });
const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };

/** Who is there: managers in two regions, two leaders, an executive, an auditor, two administrators, an assistant, a feed. */
const PEOPLE = {
  dana: {
    name: 'Dana Okafor',
    level: 1,
    reportsTo: 'lee',
    roles: ['manager'],
    scope: { programme: 'tablets', region: 'South' },
    limit: 2_500_000,
  },
  mia: {
    name: 'Mia Berg',
    level: 1,
    reportsTo: 'lee',
    roles: ['manager'],
    scope: { programme: 'tablets', region: 'South' },
    limit: 2_500_000,
  },
  omar: {
    name: 'Omar Haddad',
    level: 1,
    reportsTo: 'lee',
    roles: ['manager'],
    scope: { programme: 'tablets', region: 'North' },
    limit: 2_500_000,
  },
  lee: { name: 'Ann Lee', level: 2, reportsTo: 'kim', roles: ['leader'], scope: { programme: 'tablets' }, limit: 25_000_000 },
  lou: {
    name: 'Lou Tran',
    level: 2,
    reportsTo: 'kim',
    roles: ['leader'],
    scope: { programme: 'tablets' },
    limit: 25_000_000,
  },
  kim: { name: 'Kim Sato', level: 3, reportsTo: null, roles: ['executive'], scope: {}, limit: null },
  ada: { name: 'Ada Reyes', level: null, reportsTo: null, roles: ['administrator'], scope: {} },
  ben: { name: 'Ben Cole', level: null, reportsTo: null, roles: ['administrator'], scope: {} },
  aud: { name: 'Iris Aud', level: null, reportsTo: null, roles: ['auditor'], scope: {} },
  sam: { name: 'Sam Field', level: null, reportsTo: 'lee', roles: ['assistant'], scope: {} },
  feed: { name: 'Feed', level: null, reportsTo: null, roles: ['service'], scope: { programme: 'tablets' } },
} as const satisfies Record<string, PersonOfWorld>;
export type Name = keyof typeof PEOPLE;

interface PersonOfWorld {
  readonly name: string;
  readonly level: number | null;
  readonly reportsTo: string | null;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  /** Of a grant for every ordinary action; null: without limit. */
  readonly limit?: number | null;
}

const operator = systemClaim('operator');

/** Sets up organisation, policy, calendar, people, programme, sites, partners and an order, and gives everybody a token. */
export async function populate(engine: Engine): Promise<Record<Name, string>> {
  const give = <N extends Parameters<Engine['handle']>[0]>(noun: N, command: Parameters<typeof engine.handle<N>>[1]['command']) =>
    engine.handle(noun, { id: null, command, claim: operator, identity: null });

  await give('policyBook', { type: 'SetUpOrganisation', name: 'Tablets for all', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] });
  const policy = defaultPolicy({ currency: 'USD', limits: [usd(2_500_000), usd(25_000_000)], name: 'Built in' });
  const hash = sha256Hex(canonicalJson(policy));
  await give('policy', { type: 'ProposePolicy', hash, policy, builtIn: true, note: null });
  await give('policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash });
  for (const calendar of ['weekdays', 'every-day']) await give('calendar', { type: 'PublishCalendar', calendar, ...workingDays() });
  const tokens = {} as Record<Name, string>;
  const people = Object.entries(PEOPLE) as [Name, PersonOfWorld][];
  for (const [person, { name, level }] of people) {
    await give('person', { type: 'RegisterPerson', person, name, title: name, level, reportsTo: null, attention, calendar: null });
  }
  for (const [person, { reportsTo, roles, scope, limit }] of people) {
    if (reportsTo !== null) await give('person', { type: 'ChangeReportingLine', person, reportsTo });
    for (const role of roles) await give('person', { type: 'GiveRole', person, role, scope });
    if (limit !== undefined) await give('person', { type: 'GiveGrant', person, grant: grantOf(limit) });
    const { text, tokenId, secretHash } = mintToken(person, newId);
    await give('person', { type: 'IssueToken', person, tokenId, secretHash, roles: null, until: null, label: 'test' });
    tokens[person] = text;
  }
  await give('programme', {
    type: 'StartProgramme',
    programme: 'tablets',
    code: 'TABLETS',
    name: 'A tablet for every pupil',
    purpose: 'Every pupil learns at home from the first day on.',
    unitNoun: 'tablet',
    siteNoun: 'school district',
    budget: usd(20_000_000_000),
    totalUnits: 400_000,
    kinds: ['late', 'damaged', 'other'].map((code) => ({ code, label: code, icon: code, disposition: null })),
    criticalDetails: [{ code: 'configured', label: 'Configured before delivery' }],
    economics: { unitValue: usd(38_300), delayCostPerUnitDay: [{ siteClass: 'large', cost: usd(150) }] },
    sponsor: 'kim',
    calendar: 'weekdays',
    launchEndsAt: null,
  });
  for (const [code, name, region] of [
    ['moss-ridge', 'Moss Ridge', 'South'],
    ['pine-hill', 'Pine Hill', 'North'],
  ] as const) {
    await give('site', { type: 'RegisterSite', programme: 'tablets', code, name, siteClass: 'large', region });
  }
  await give('partner', {
    type: 'RegisterPartner',
    programme: 'tablets',
    code: 'northline',
    name: 'Northline Freight',
    partnerClass: 'carrier',
    key: true,
  });
  await give('order', {
    type: 'RegisterOrder',
    programme: 'tablets',
    code: 'PO-118',
    partner: 'northline',
    site: 'moss-ridge',
    units: 1792,
    unitValue: null,
    delayCostPerDay: null,
  });
  return tokens;
}

function grantOf(limit: number | null): Omit<Grant, 'givenBy'> {
  return {
    grantId: 'ordinary',
    action: null,
    amount: limit === null ? null : usd(limit),
    pattern: {},
    from: '2026-01-01T00:00:00.000Z',
    until: null,
    mayRedelegate: true,
  };
}

/** Monday to Friday, 08:00 to 16:00 UTC, for 40 weeks around now. */
function workingDays() {
  const day = 1440;
  const monday = 29_923_200; // 2026-11-23, in minutes since 1970
  const [from, until] = [monday - 10 * 7 * day, monday + 30 * 7 * day];
  const intervals: [number, number][] = [];
  for (let week = from; week < until; week += 7 * day)
    for (let i = 0; i < 5; i++) intervals.push([week + i * day + 480, week + i * day + 960]);
  const instant = (minute: number) => new Date(minute * 60_000).toISOString();
  return { name: 'Weekdays', zone: 'UTC', rule: 'Monday to Friday, 08:00 to 16:00', from: instant(from), until: instant(until), intervals };
}

export interface World {
  readonly node: Node;
  readonly app: NestFastifyApplication;
  readonly time: SimulatedTime;
  readonly url: string;
  readonly tokens: Record<Name, string>;
  close(): Promise<void>;
}

interface Options {
  readonly folder?: string | null;
  readonly logger?: Logger;
  /** null: in the folder. */
  readonly log?: LogPlace | null;
}

/** A populated server on a free port. */
export async function startWorld({ folder = null, logger = loggerOf('silent'), log = null }: Options = {}): Promise<World> {
  const time = new SimulatedTime(NOW);
  return serve({ folder, logger, log }, time, (node) => populate(node.engine));
}

/** The same data, opened by another server. */
export async function restartWorld(world: World, folder: string, log: LogPlace | null = null): Promise<World> {
  await world.close();
  return serve({ folder, logger: loggerOf('silent'), log }, world.time, async () => world.tokens);
}

async function serve(
  { folder, logger, log }: Required<Options>,
  time: SimulatedTime,
  begin: (node: Node) => Promise<World['tokens']>,
): Promise<World> {
  const troubles: Error[] = [];
  const node = await openNode({ folder, log, clock: time, onTrouble: (part, error) => troubles.push(new Error(part, { cause: error })) });
  const tokens = await begin(node);
  const app = await applicationOf(node, logger);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { readonly port: number };
  const close = async (): Promise<void> => {
    await app.close();
    await node.close();
    if (troubles.length > 0) throw new AggregateError(troubles, 'a part had trouble');
  };
  return { node, app, time, url: `http://127.0.0.1:${port}`, tokens, close };
}
