import { AttentionLoad } from './attention-load.js';
import { foldEntry, queueState, type QueueStates } from './executive-queue.fold.js';
import { loadTable, queueTable, spentTable } from './executive-queue.table.js';
import { QueuedItems } from './queued-items.js';
import { idOf, type Entry, type Projection } from './store/projection.js';
import { States } from './store/states.js';

const OWN = /^(issue|routing|escalation|callsheet|programme|calendar|policy)-/;

/** What waits for whom, in which order, and how much of whose attention it takes. */
export const executiveQueueProjection: Projection = {
  name: 'executive-queue',
  version: 1,
  tables: [queueTable, loadTable, spentTable, queueState],
  async apply(entries, workingSet) {
    const own = entries.filter(({ stream }) => OWN.test(stream));
    const states: QueueStates = new States(workingSet.keyed(queueState));
    const load = new AttentionLoad(workingSet);
    const items = new QueuedItems(workingSet, load);
    await load.load();
    await items.load(await loadStates(own, states), entries.at(-1)?.logTime ?? '');
    for (const entry of entries) {
      items.advance(entry);
      if (OWN.test(entry.stream)) foldEntry(entry, { states, items, load });
    }
    states.save();
  },
};

/** Loads all that the entries may read; gives the ids of the items that they may change. */
async function loadStates(entries: readonly Entry[], states: QueueStates): Promise<readonly string[]> {
  const streams = entries.map(({ stream }) => (stream.startsWith('routing-') ? `issue-${idOf(stream)}` : stream));
  await states.load(streams);
  const named = (prefix: string) => streams.filter((stream) => stream.startsWith(prefix)).map(idOf);
  const [escalations, callSheets] = [named('escalation-'), named('callsheet-')];

  const issues = [...named('issue-'), ...entries.map((entry) => (entry.type === 'EscalationOpened' ? entry.data.issue : null))];
  for (const id of escalations) issues.push(issueOf(id, states));
  await loadNamed(states, 'issue-', issues);

  const known = issues.map((id) => (id === null ? null : states.get('issue-', id))).filter((issue) => issue !== null);
  const newest = known.map(({ escalation }) => escalation).filter((id) => id !== null);
  await loadNamed(states, 'escalation-', newest);

  const policies = entries.map((entry) => (entry.type === 'IssueRouted' ? entry.data.policy : null));
  await loadNamed(states, 'policy-', [...policies, ...known.map(({ route }) => route?.policy ?? null)]);
  await loadCalendars(entries, states, [
    ...known.map(({ issue }) => (issue.status === 'none' ? null : issue.programme)),
    ...callSheets
      .map((id) => states.get('callsheet-', id)?.state)
      .map((sheet) => (sheet === undefined || sheet.status === 'none' ? null : sheet.programme)),
  ]);
  return [...escalations, ...newest, ...callSheets];
}

async function loadCalendars(entries: readonly Entry[], states: QueueStates, programmes: readonly (string | null)[]): Promise<void> {
  const stated = entries.map(({ data }) => ('programme' in data ? data.programme : null));
  const ids = [...programmes, ...stated].filter((id) => id !== null);
  await loadNamed(states, 'programme-', ids);
  const chosen = ids.map((id) => states.get('programme-', id)?.calendar ?? null);
  const choices = entries.map((entry) =>
    entry.type === 'ProgrammeStarted' || entry.type === 'CalendarChosen' ? entry.data.calendar : null,
  );
  await loadNamed(states, 'calendar-', [...chosen, ...choices]);
}

async function loadNamed(states: QueueStates, prefix: string, ids: readonly (string | null)[]): Promise<void> {
  await states.load(ids.filter((id) => id !== null).map((id) => prefix + id));
}

function issueOf(escalation: string, states: QueueStates): string | null {
  const state = states.get('escalation-', escalation)?.state;
  return state === undefined || state.status === 'none' ? null : state.issue;
}
