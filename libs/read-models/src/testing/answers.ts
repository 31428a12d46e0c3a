import type { RecordedEvent } from '#event-store';
import { BOARD_VIEWS } from '../board.js';
import type { Moment, Page } from '../reading.js';
import type { ReadModels } from '../read-models.js';
import { ALL } from './views.js';

const LEADERS = ['lea', 'lou', 'eva'];
const PROGRAMMES = ['dev', 'two'];

/** The latest `recordedAt` so far. */
export function logTimeAt(events: readonly RecordedEvent[], index: number): string {
  return events.slice(0, index + 1).reduce((latest, { recordedAt }) => (recordedAt > latest ? recordedAt : latest), '');
}

type List = (limit: number, cursor: string | null) => Promise<Page<unknown>>;

export function listsOf(views: ReadModels, moment: Moment): readonly List[] {
  const reader = { visibility: { person: 'lea', everything: false, scopes: [{ programme: 'dev' }] }, moment };
  return [
    ...LEADERS.map(
      (leader): List =>
        (limit, cursor) =>
          views.executiveQueue.page({ ...reader, leader, shelf: 'waiting', limit, cursor }),
    ),
    (limit, cursor) => views.executiveQueue.page({ visibility: ALL, moment, leader: 'lea', shelf: 'snoozed', limit, cursor }),
    ...BOARD_VIEWS.map(
      (view): List =>
        (limit, cursor) =>
          views.board.page({ ...reader, view, filters: {}, sort: null, limit, cursor }),
    ),
    (limit, cursor) =>
      views.board.page({ visibility: ALL, moment, view: 'open', filters: { text: 'pal' }, sort: 'severity', limit, cursor }),
    (limit, cursor) => views.board.page({ visibility: ALL, moment, view: 'open', filters: { kind: 'late' }, sort: 'age', limit, cursor }),
    (limit, cursor) => views.decisionLog.page({ ...reader, filters: {}, limit, cursor }),
    (limit, cursor) => views.decisionLog.page({ visibility: ALL, moment, filters: { person: 'eva' }, limit, cursor }),
  ];
}

/** What the views that know the past say of a moment. */
export async function everything(views: ReadModels, moment: Moment): Promise<unknown> {
  const pages = await Promise.all(listsOf(views, moment).map((list) => list(200, null)));
  const request = { visibility: ALL, moment };
  return {
    items: pages.map(({ items }) => items),
    headers: await Promise.all(LEADERS.map((leader) => views.executiveQueue.header({ leader, ...request }))),
    counts: await views.board.counts({ visibility: { person: 'lea', everything: false, scopes: [{ programme: 'two' }] }, moment }),
    decisions: await views.decisionLog.counts({ ...request, since: '2026-01-05T12:00:00.000Z' }),
    people: await views.people.list({ moment }),
    grants: await views.people.grants({ moment }),
    organisation: await views.policies.organisation(moment),
    activations: await views.policies.activations(moment),
  };
}

/** The same, and what the views say of each thing in the log, also those that know only the present. */
export async function everyAnswer(views: ReadModels, moment: Moment, events: readonly RecordedEvent[]): Promise<unknown> {
  const asked = { visibility: ALL, moment };
  const issues = idsOf(events, 'IssueFiled');
  const readStream = async (stream: string) => events.filter((event) => event.stream === stream);
  const { now } = moment;
  const page = { limit: 50, cursor: null };
  return {
    past: await everything(views, moment),
    pages: await each(issues, (issue) => views.issuePages.page({ ...asked, issue, readStream })),
    streams: await each(issues, (issue) => views.issuePages.streams(issue)),
    rows: await each(issues, (issue) => views.board.issue({ ...asked, issue })),
    items: await each(idsOf(events, 'EscalationOpened'), (id) => views.executiveQueue.item({ ...asked, id })),
    texts: await each(['palet', 'pal moss', 'ääh'], (text) =>
      views.board.page({ ...asked, ...page, view: 'open', filters: { text }, sort: null }),
    ),
    alike: await each(PROGRAMMES, (programme) =>
      views.board.alike({ ...asked, programme, kind: 'late', site: null, partner: null, order: null, limit: 10 }),
    ),
    hints: await each(PROGRAMMES, (programme) => views.board.filingHints({ ...asked, programme })),
    people: await each(LEADERS, (id) => views.people.person({ id, moment })),
    below: await each(LEADERS, (id) => views.people.below({ id, moment })),
    programmes: await views.programmes.list(now),
    sites: await each(PROGRAMMES, (programme) => views.sites.page({ programme, ...page, text: 'a' })),
    partners: await each(PROGRAMMES, (programme) => views.partners.page({ programme, ...page })),
    orders: await each(PROGRAMMES, (programme) => views.orders.page({ programme, ...page })),
    playbooks: await views.playbooks.list({ now }),
    policies: await views.policies.list(moment),
    inForce: await each(PROGRAMMES, (programme) => views.policies.inForce(programme, moment)),
    selfApprovals: await views.policies.selfApprovals(moment),
    calendars: await views.calendars.list(),
  };
}

function idsOf(events: readonly RecordedEvent[], type: string): readonly string[] {
  return events.filter((event) => event.type === type).map(({ stream }) => stream.slice(stream.indexOf('-') + 1));
}

async function each<T, R>(some: readonly T[], ask: (one: T) => Promise<R>): Promise<readonly R[]> {
  return Promise.all(some.map(ask));
}
