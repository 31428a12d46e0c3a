import { covers, type Place } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Kysely } from 'kysely';
import { issuePage, type FoldedIssue } from './issue-page.fold.js';
import type { IssuePage, IssuePages, TimelineEntry } from './issue-page.js';
import { relatedTo, type IssueStreamDatabase } from './issue-streams.js';
import { labelsOf, type LabelDatabase, type Labels } from './labels.js';
import type { Unseal } from './personal-text.js';
import type { Visibility } from './reading.js';

export function issuePageQueries(db: Kysely<IssueStreamDatabase & LabelDatabase>, unseal: Unseal): IssuePages {
  const streamsOf = async (issue: string, index: number | null): Promise<readonly string[]> => {
    const { escalations } = await relatedTo(db, issue, index);
    return [`issue-${issue}`, `routing-${issue}`, `clock-${issue}`, ...escalations.map((id) => `escalation-${id}`)];
  };
  return {
    streams: (issue) => streamsOf(issue, null),
    page: async ({ issue, visibility, moment: { index }, readStream }) => {
      const streams = await Promise.all((await streamsOf(issue, index)).map(readStream));
      const events = streams.flat().filter((event) => index === null || event.index <= index);
      const page = issuePage(await opened(events, unseal));
      if (page === null || !isVisible(page, visibility)) return null;
      const { duplicates } = await relatedTo(db, issue, index);
      return read(issue, page, duplicates, await labelsFor(db, page));
    },
  };
}

async function opened(events: readonly RecordedEvent[], unseal: Unseal): Promise<readonly RecordedEvent[]> {
  const data = await unseal(events);
  return events.map((event, i) => ({ ...event, data: data[i] ?? event.data }));
}

function isVisible({ issue, owner, holder, filed }: FoldedIssue, { person, everything, scopes, within }: Visibility): boolean {
  const place: Place = { programme: issue.programme, region: issue.region ?? undefined, partner: issue.facts.partner ?? undefined };
  if (everything || scopes.some((scope) => covers(scope, place))) return true;
  const isOwn = [owner, holder, filed.actor].includes(person);
  return isOwn && (within === undefined || within.some((scope) => covers(scope, place)));
}

async function labelsFor(db: Kysely<LabelDatabase>, { issue, owner, holder, escalations, timeline }: FoldedIssue): Promise<Labels> {
  const { programme, facts } = issue;
  const actors = timeline.flatMap(({ event }) => [event.actor, event.onBehalfOf ?? null]);
  return labelsOf(db, {
    people: [owner, holder, ...escalations.map(({ state }) => state.holder), ...actors],
    sites: [facts.site && `${programme}.${facts.site}`],
    partners: [facts.partner && `${programme}.${facts.partner}`],
  });
}

function read(id: string, page: FoldedIssue, duplicates: readonly string[], labels: Labels): IssuePage {
  const { issue, filed, words, route, escalations, standing, timeline } = page;
  const { programme, region, facts, revision } = issue;
  const person = (somebody: string | null) => (somebody === null ? null : labels.person(somebody));
  const { externalReference, lines } = filed.data as { readonly externalReference: string | null; readonly lines: number };
  return {
    issue: id,
    revision,
    index: timeline.at(-1)?.event.index ?? -1,
    programme,
    region,
    site: labels.site(programme, facts.site),
    partner: labels.partner(programme, facts.partner),
    title: words.title,
    description: words.description,
    facts: { ...facts, ask: facts.ask && askOf(facts.ask, words) },
    externalReference,
    lines,
    filed: { at: filed.recordedAt, occurredAt: filed.occurredAt ?? null, by: labels.person(filed.actor), origin: filed.origin ?? null },
    status: issue.status === 'open' && standing?.status === 'decided' ? 'decided' : issue.status,
    duplicateOf: issue.status === 'duplicate' ? issue.of : null,
    duplicates,
    answersFor: person(page.answersFor),
    owner: person(page.owner),
    holder: person(page.holder),
    route,
    escalations: escalations.map(({ id: escalation, state, openedIndex }) => ({
      id: escalation,
      revision: state.revision,
      status: state.status,
      level: state.level,
      holder: labels.person(state.holder),
      openedIndex,
    })),
    ifNobodyDecides: standing === null || standing.status === 'decided' ? null : standing.ifNobodyDecides,
    timeline: timeline.map(({ event, causedBy }) => entryOf(event, causedBy, labels)),
  };
}

function askOf(
  { hasAlternative: _hasAlternative, ...ask }: NonNullable<FoldedIssue['issue']['facts']['ask']>,
  { recommendation, alternative }: FoldedIssue['words'],
): IssuePage['facts']['ask'] {
  return { ...ask, recommendation, alternative };
}

function entryOf(event: RecordedEvent, causedBy: number | null, labels: Labels): TimelineEntry {
  return {
    index: event.index,
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    type: event.type,
    at: event.recordedAt,
    occurredAt: event.occurredAt ?? null,
    actor: labels.person(event.actor),
    onBehalfOf: event.onBehalfOf === undefined ? null : labels.person(event.onBehalfOf),
    causedBy,
    data: event.data,
  };
}
