import {
  accountableFor,
  coversPattern,
  type EscalationOfIssue,
  type IssueCommand,
  type IssueState,
  type PartnerState,
  type Pattern,
  type SiteState,
} from '#domain';
import { noun, type Asked } from '../noun.js';
import { escalations, issues, people, playbooks, policies, policyBooks, programmes, routes } from '../views.js';
import { conflictsOf, placesOf } from './case-context.js';

type AskedOfIssue = Asked<IssueCommand, IssueState>;

export const issue = noun({
  name: 'issue',
  rules: issues,
  reserves: ({ type, data }) => {
    if (type !== 'IssueFiled' || data.externalReference === null) return null;
    return { what: 'external_reference', value: [data.programme, data.externalReference] };
  },
  async context(asked) {
    const { id, command, state, startedBy, base, streams } = asked;
    const programme = programmeIn(asked);
    const route = await streams.stateOf(routes, state.status === 'none' ? null : id); // what is not filed has no route
    const [programmeState, places, policy, escalation, book, conflicts, person, original] = await Promise.all([
      streams.stateOf(programmes, programme),
      placesOf(programme, codesIn(asked), streams),
      streams.stateOf(policies, route?.policy ?? null),
      escalationOf(asked),
      streams.stateOf(policyBooks, 'organisation'),
      conflictsOf(base.actor, streams),
      streams.stateOf(people, command.type === 'ReassignIssue' ? command.to : null),
      streams.stateOf(issues, command.type === 'LinkAsDuplicate' ? command.of : null),
    ]);
    const levers = command.type === 'AskToGoUp' ? await leversFor(asked, places) : [];
    return {
      issueId: id,
      programme: programmeState,
      ...places,
      filer: startedBy,
      route,
      policy,
      escalation,
      book,
      conflicts,
      person,
      original,
      levers,
    };
  },
});

function programmeIn({ command, state }: AskedOfIssue): string | null {
  if (command.type === 'FileIssue') return command.programme;
  return state.status === 'none' ? null : state.programme;
}

/** Of site and partner: what the command says, else what the issue says. */
function codesIn({ command, state }: AskedOfIssue): { readonly site: string | null; readonly partner: string | null } {
  if (command.type === 'FileIssue') return command;
  const before = state.status === 'none' ? { site: null, partner: null } : state.facts;
  const { site = before.site, partner = before.partner } = command.type === 'AmendIssue' ? command.changes : {};
  return { site, partner };
}

async function escalationOf({ id, state: issueState, streams, directory }: AskedOfIssue): Promise<EscalationOfIssue | null> {
  const escalation = issueState.status === 'none' ? null : directory.escalationOf(id);
  if (escalation === null) return null;
  const state = await streams.stateOf(escalations, escalation);
  return state.status === 'none' ? null : { id: escalation, status: state.status, level: state.level, holder: accountableFor(state) };
}

/** Codes of the levers of the playbook that fits the issue most closely. */
async function leversFor(
  { state, streams, directory }: AskedOfIssue,
  { site, partner }: { readonly site: SiteState; readonly partner: PartnerState },
): Promise<readonly string[]> {
  if (state.status === 'none') return [];
  const pattern: Pattern = {
    kind: state.facts.kind,
    ...(partner.status === 'registered' ? { partnerClass: partner.partnerClass } : undefined),
    ...(site.status === 'registered' ? { siteClass: site.siteClass } : undefined),
  };
  const fitting = directory.playbooksOf(state.programme).find((one) => coversPattern(one.pattern, pattern));
  const playbook = await streams.stateOf(playbooks, fitting?.id);
  return playbook.status === 'open' ? playbook.levers.map(({ code }) => code) : [];
}
