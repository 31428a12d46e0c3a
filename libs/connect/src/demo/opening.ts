import type { Grant, PersonCommand } from '#domain';
import { CAST, IRIS, membersAt, SPONSOR, type Member } from './cast.js';
import { DISTRICTS } from './districts.js';
import { demoTokens } from './demo-tokens.js';
import { PARTNERS } from './partners.js';
import { CURRENCY, FIRST_LIMITS, FIRST_POLICY, hashOf, usd } from './policies.js';
import { CALENDAR, PLAYBOOKS, PROGRAMME, START } from './programme.js';
import { OPERATOR, type Stage } from './stage.js';
import { BEGINS, publications } from './story-time.js';

/** What somebody of a level may commit alone at first, in dollars; null: without limit. */
const FIRST_GRANTS = { 1: FIRST_LIMITS[0], 2: FIRST_LIMITS[1], 3: null } as const;

/** Everything that stands before the first issue. The mark that this is a demo comes as early as the rules allow. */
export async function openStage(stage: Stage): Promise<void> {
  await stage.give(OPERATOR, 'policyBook', {
    type: 'SetUpOrganisation',
    name: 'State Department of Education',
    routingCurrency: CURRENCY,
    levels: FIRST_POLICY.levels.map(({ code }) => code),
  });
  for (const publication of publications)
    await stage.give(OPERATOR, 'calendar', { type: 'PublishCalendar', calendar: CALENDAR, ...publication });
  const [sponsor, ...others] = CAST as readonly [Member, ...Member[]];
  await stage.give(OPERATOR, 'person', registration(sponsor));
  await stage.give(OPERATOR, 'programme', START);
  await stage.give(OPERATOR, 'programme', { type: 'MarkDemo', programme: PROGRAMME, seed: stage.seed });
  for (const member of others) await stage.give(OPERATOR, 'person', registration(member));
  for (const { id, roles } of CAST)
    for (const role of roles) await stage.give(OPERATOR, 'person', { type: 'GiveRole', person: id, ...role });
  for (const level of [1, 2, 3] as const)
    for (const id of membersAt(level)) await stage.give(OPERATOR, 'person', grantOf(id, 'first', FIRST_GRANTS[level]));
  await stage.give(OPERATOR, 'person', grantOf(SPONSOR, 'first', null));
  await registerPlaces(stage);
  await openPolicy(stage);
  await openPlaybooks(stage);
  for (const token of demoTokens(stage.seed)) {
    const { person, tokenId, secretHash, label } = token;
    await stage.give(OPERATOR, 'person', { type: 'IssueToken', person, tokenId, secretHash, roles: null, until: null, label });
  }
}

function registration({ id, name, title, level, reportsTo, attention }: Member): PersonCommand {
  return { type: 'RegisterPerson', person: id, name, title, level, reportsTo, attention, calendar: null };
}

/** A grant over every ordinary action, up to so many dollars. */
export function grantOf(person: string, grantId: string, dollars: number | null): PersonCommand {
  const grant: Omit<Grant, 'givenBy'> = {
    grantId: `${person}-${grantId}`,
    action: null,
    amount: dollars === null ? null : usd(dollars),
    pattern: {},
    from: BEGINS,
    until: null,
    mayRedelegate: dollars === null,
  };
  return { type: 'GiveGrant', person, grant };
}

async function registerPlaces(stage: Stage): Promise<void> {
  for (const partner of PARTNERS) await stage.give(IRIS, 'partner', { type: 'RegisterPartner', programme: PROGRAMME, ...partner });
  for (const { code, name, siteClass, region, order, devices } of DISTRICTS) {
    await stage.give(IRIS, 'site', { type: 'RegisterSite', programme: PROGRAMME, code, name, siteClass, region });
    const terms = { partner: 'vantar', site: code, units: devices, unitValue: null, delayCostPerDay: null };
    await stage.give(IRIS, 'order', { type: 'RegisterOrder', programme: PROGRAMME, code: order, ...terms });
  }
}

async function openPolicy(stage: Stage): Promise<void> {
  const hash = hashOf(FIRST_POLICY);
  await stage.give(OPERATOR, 'policy', { type: 'ProposePolicy', hash, policy: FIRST_POLICY, builtIn: true, note: null });
  await stage.give(OPERATOR, 'policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash });
}

async function openPlaybooks(stage: Stage): Promise<void> {
  for (const { by, ...playbook } of Object.values(PLAYBOOKS))
    await stage.give(by, 'playbook', { type: 'OpenPlaybook', programme: PROGRAMME, ...playbook });
}
