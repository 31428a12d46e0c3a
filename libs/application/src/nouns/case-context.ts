import type { Actor, Conflict, IssueState, PartnerState, SiteState } from '#domain';
import type { Streams } from '../streams.js';
import { partners, people, sites } from '../views.js';

/** Site and partner, by the codes that an issue uses in its programme. */
export async function placesOf(
  programme: string | null,
  { site, partner }: { readonly site: string | null; readonly partner: string | null },
  streams: Streams,
): Promise<{ readonly site: SiteState; readonly partner: PartnerState }> {
  const idOf = (code: string | null): string | null => (programme === null || code === null ? null : `${programme}.${code}`);
  const [siteState, partnerState] = await Promise.all([streams.stateOf(sites, idOf(site)), streams.stateOf(partners, idOf(partner))]);
  return { site: siteState, partner: partnerState };
}

/** The same of an issue that was filed; initial states for one that was not. */
export async function placesOfIssue(issue: IssueState, streams: Streams): ReturnType<typeof placesOf> {
  return issue.status === 'none' ? placesOf(null, { site: null, partner: null }, streams) : placesOf(issue.programme, issue.facts, streams);
}

/** Conflicts of interest that the actor has declared. */
export async function conflictsOf(actor: Actor, streams: Streams): Promise<readonly Conflict[]> {
  if (actor.kind === 'system') return [];
  const state = await streams.stateOf(people, actor.id);
  return state.status === 'here' ? state.conflicts : [];
}
