import type { IssueCommand } from '#domain';
import { codeOf, hashOf } from './code-of.js';
import type { Delivery } from './deliveries.js';
import { label } from './label.js';
import type { IssueLine } from './issue-line.js';
import { deed, type Deed, type Step } from './step.js';

const MAX_TITLE = 200;
const MAX_NAME = 80;

/**
 * What the deliveries do to the log: each site and partner is registered when it is first met, each delivery is filed as one issue,
 * and resolved if the data say that it came. `issueId` gives the id of a delivery's issue.
 */
export function deliverySteps(
  deliveries: readonly Delivery[],
  programme: string,
  issueId: (delivery: Delivery) => string,
): readonly Step[] {
  const met = new Set<string>();
  const steps: Step[] = [];
  const byFiling = [...deliveries].sort((a, b) => (a.filedAt < b.filedAt ? -1 : a.filedAt > b.filedAt ? 1 : a.first.row - b.first.row));
  for (const delivery of byFiling) {
    const { row } = delivery.first;
    const common = { at: delivery.filedAt, row, place: `row ${row}`, by: null } as const;
    for (const { opens, ...registration } of registrations(delivery.first, programme)) {
      if (met.has(opens)) continue;
      met.add(opens);
      steps.push({ ...common, kind: 'register', key: opens, opens, ...registration });
    }
    const id = issueId(delivery);
    const opens = `issue-${id}`;
    steps.push({ ...common, kind: 'file', key: `file ${id}`, opens, ...deed('issue', fileIssue(delivery, programme), id) });
    if (delivery.resolvedAt === null) continue;
    const resolve = { type: 'ResolveIssue', outcome: 'fixed', resolution: 'Delivered, as the data say.' } as const;
    steps.push({ ...common, at: delivery.resolvedAt, kind: 'resolve', key: `resolve ${id}`, opens: null, ...deed('issue', resolve, id) });
  }
  return steps;
}

function registrations({ site, partner }: IssueLine, programme: string): readonly (Deed & { readonly opens: string })[] {
  const { siteClass } = site;
  const { partnerClass, key } = partner;
  const siteCode = codeOf(site.name);
  const partnerCode = codeOf(partner.name);
  const [siteName, region, partnerName] = [site.name, site.region, partner.name].map((text) => label(text, MAX_NAME)) as [
    string,
    string,
    string,
  ];
  return [
    {
      opens: `site-${programme}.${siteCode}`,
      ...deed('site', { type: 'RegisterSite', programme, code: siteCode, name: siteName, siteClass, region }),
    },
    {
      opens: `partner-${programme}.${partnerCode}`,
      ...deed('partner', { type: 'RegisterPartner', programme, code: partnerCode, name: partnerName, partnerClass, key }),
    },
  ];
}

function fileIssue({ first, key, ...delivery }: Delivery, programme: string): IssueCommand {
  const others = delivery.lines - 1;
  return {
    type: 'FileIssue',
    programme,
    title: others === 0 ? first.title : `${first.title} and ${others} more`,
    description: null,
    externalReference: referenceOf(key),
    lines: delivery.lines,
    kind: first.kind,
    site: codeOf(first.site.name),
    partner: codeOf(first.partner.name),
    order: codeOf(first.order),
    serials: [],
    units: delivery.units === 0 ? null : delivery.units,
    valueAtRisk: delivery.valueAtRisk,
    delayCostPerDay: delivery.delayCostPerDay,
    neededBy: delivery.neededBy,
    workaroundUntil: null,
    visibility: first.visibility,
    irreversible: false,
    exposure: 'none',
    criticalDetail: delivery.criticalDetail,
    ask: {
      action: first.ask.action,
      spend: delivery.spend,
      writeOff: null,
      delayAcceptedDays: 0,
      recommendation: first.ask.recommendation,
      alternative: first.ask.alternative,
    },
  };
}

/** Two deliveries never share one, even where it is cut. */
function referenceOf(key: string): string {
  const line = label(key, MAX_TITLE);
  return line === key ? line : `${label(key, MAX_TITLE - 11)} ${hashOf(key)}`;
}
