import type { IssueCommand } from '#domain';
import { codeOf } from './code-of.js';
import type { Delivery } from './deliveries.js';
import type { IssueLine } from './row-reader.js';
import { deed, type Deed, type Step } from './step.js';

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
  const byFiling = [...deliveries].sort((a, b) => (a.filedAt < b.filedAt ? -1 : a.filedAt > b.filedAt ? 1 : a.firstRow - b.firstRow));
  for (const delivery of byFiling) {
    const line = delivery.lines[0] as IssueLine;
    const at = { at: delivery.filedAt, row: delivery.firstRow, by: null } as const;
    for (const [key, registration] of registrations(line, programme)) {
      if (met.has(key)) continue;
      met.add(key);
      steps.push({ ...at, kind: 'register', ...registration });
    }
    const id = issueId(delivery);
    steps.push({ ...at, kind: 'file', ...deed('issue', fileIssue(delivery, line, programme), id) });
    if (delivery.resolvedAt !== null) {
      steps.push({
        ...at,
        at: delivery.resolvedAt,
        kind: 'resolve',
        ...deed('issue', { type: 'ResolveIssue', outcome: 'fixed', resolution: 'Delivered, as the data say.' }, id),
      });
    }
  }
  return steps;
}

function registrations({ site, partner }: IssueLine, programme: string): readonly (readonly [string, Deed])[] {
  const { siteClass, region } = site;
  const { partnerClass, key } = partner;
  const siteCode = codeOf(site.name);
  const partnerCode = codeOf(partner.name);
  return [
    [`site ${siteCode}`, deed('site', { type: 'RegisterSite', programme, code: siteCode, name: site.name, siteClass, region })],
    [
      `partner ${partnerCode}`,
      deed('partner', { type: 'RegisterPartner', programme, code: partnerCode, name: partner.name, partnerClass, key }),
    ],
  ];
}

function fileIssue(delivery: Delivery, line: IssueLine, programme: string): IssueCommand {
  const others = delivery.lines.length - 1;
  return {
    type: 'FileIssue',
    programme,
    title: others === 0 ? line.title : `${line.title.slice(0, 170)} and ${others} more`,
    description: null,
    externalReference: delivery.key,
    lines: delivery.lines.length,
    kind: line.kind,
    site: codeOf(line.site.name),
    partner: codeOf(line.partner.name),
    order: codeOf(line.order),
    serials: [],
    units: Math.max(1, delivery.units),
    valueAtRisk: delivery.valueAtRisk,
    delayCostPerDay: delivery.delayCostPerDay,
    neededBy: delivery.neededBy,
    workaroundUntil: null,
    visibility: line.visibility,
    irreversible: false,
    exposure: 'none',
    criticalDetail: delivery.criticalDetail,
    ask: {
      action: line.ask.action,
      spend: delivery.spend,
      writeOff: null,
      delayAcceptedDays: 0,
      recommendation: line.ask.recommendation,
      alternative: line.ask.alternative,
    },
  };
}
