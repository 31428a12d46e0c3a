import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { Instant } from '#domain';
import { loadsAt, meterOf, spentLately } from './attention-meter.js';
import { turnedUrgent } from './executive-queue.items.js';
import type { ExecutiveQueue, QueueHeader, QueueItem, QueueRequest } from './executive-queue.js';
import { readItems } from './executive-queue.reading.js';
import { queueTable, type QueueDatabase, type StoredQueueItem } from './executive-queue.table.js';
import { labelsOf } from './labels.js';
import { actsFor, hereOf, peopleReader, type Everybody, type PeopleReader } from './people-at.js';
import type { Moment, Page } from './reading.js';
import { standing } from './store/as-of.js';
import { cut, headOf, placeOf, type Head } from './store/paging.js';
import { inOneState, temporalPage } from './store/temporal-page.js';
import { inSession, visible } from './visibility.js';

type Condition = RawBuilder<SqlBool>;
type Db = Kysely<QueueDatabase>;

export function executiveQueueQueries(db: Db): ExecutiveQueue {
  const everybodyAt = peopleReader();
  return {
    header: (request) => inOneState(db, async (tx) => header(tx, request, await everybodyAt(tx, request.moment.index))),
    page: (request) => inOneState(db, (tx) => page(tx, request, everybodyAt)),
    item: ({ id, visibility, moment }) =>
      inOneState(db, async (tx) => {
        const everybody = await everybodyAt(tx, moment.index);
        const own = [visibility.person, ...actsFor(everybody, visibility.person, moment.now)];
        const seen = sql<SqlBool>`(holder in (${sql.join(own)}) and ${inSession(visibility)} or ${visible(visibility, [])})`;
        const rows = await tx.selectFrom('queue').selectAll().where('id', '=', id).where(standing(moment.index)).where(seen).execute();
        const asOfNow = rows.map((row) => (isTurned(row, moment.now) ? turnedUrgent(row) : row));
        return (await readItems(tx, asOfNow, null))[0] ?? null;
      }),
  };
}

/** Whose items are in the leader's queue: their own, and those of whom they act for. */
interface Holders {
  readonly all: readonly string[];
  /** What the reader may see of a holder's items. */
  seen(holder: string): Condition;
}

function holdersOf({ leader, visibility }: QueueRequest, everybody: Everybody, now: Instant): Holders {
  const own = new Set([visibility.person, ...actsFor(everybody, visibility.person, now)]);
  return {
    all: [leader, ...actsFor(everybody, leader, now)],
    seen: (holder) => (own.has(holder) ? inSession(visibility) : visible(visibility, [])),
  };
}

async function page(db: Db, request: Parameters<ExecutiveQueue['page']>[0], everybodyAt: PeopleReader): Promise<Page<QueueItem>> {
  const { leader, moment, limit, cursor, shelf } = request;
  const list = `queue.${leader}.${shelf}`;
  const head = await headOf(db, 'executive-queue');
  const place = placeOf(list, cursor, ['string', 'string'], { index: moment.index ?? head.index, now: moment.now });
  const holders = holdersOf(request, await everybodyAt(db, place.index), place.now);
  const rows: StoredQueueItem[] = [];
  for (const holder of holders.all) {
    const where = [sql<SqlBool>`shelf = ${shelf}`, holders.seen(holder)];
    const asked = { holder, where, place, limit: limit + 1, head, timePassed: moment.index === null };
    rows.push(...(await itemsOf(db, asked)).items);
  }
  rows.sort((a, b) => (a.place === b.place ? (a.id < b.id ? -1 : 1) : a.place < b.place ? -1 : 1));
  const shown = cut(list, rows, limit, place, (row) => [row.place, row.id]);
  return { items: await readItems(db, shown.rows, leader), next: shown.next, index: shown.index };
}

interface Asked {
  readonly holder: string;
  readonly where: readonly Condition[];
  readonly place: { readonly index: number; readonly now: Instant; readonly after: readonly (string | number)[] | null };
  readonly limit: number;
  readonly head: Head;
  /** False for a moment of the past, which is an entry's own time: then nothing has become urgent since. */
  readonly timePassed: boolean;
}

/** So many are read where all are meant: those that became urgent since the last entry are few. */
const ALL = 1_000_000;

/**
 * A holder's items in pool order, and how many of all have become urgent since the entry was recorded: the log does not say so of them
 * yet, and they are put in their place here.
 */
async function itemsOf(db: Db, asked: Asked): Promise<{ readonly items: readonly StoredQueueItem[]; readonly late: number }> {
  const { where, place, limit, timePassed } = asked;
  const turned = sql<SqlBool>`can_wait = 1 and urgent_from <= ${place.now}`;
  const byUrgency = { ...pageOf(asked), where: [...where, turned], order: ['urgent_from', 'id'], after: null, limit: ALL } as const;
  const late = timePassed ? (await temporalPage(db, byUrgency)).map(turnedUrgent) : [];
  const inPlace = late.length === 0 ? where : [...where, sql<SqlBool>`not (${turned})`];
  const page = { ...pageOf(asked), where: inPlace, order: ['place', 'id'], after: place.after, limit } as const;
  const items = [...late.filter((row) => isAfter(row, place.after)), ...(await temporalPage(db, page))];
  return { items, late: late.length };
}

function pageOf({ holder, place: { index }, head }: Asked) {
  return {
    table: queueTable,
    shared: sql<SqlBool>`holder = ${holder}`,
    direction: 'asc',
    lasting: false,
    index,
    head: head.index,
  } as const;
}

function isAfter({ place, id }: StoredQueueItem, after: readonly (string | number)[] | null): boolean {
  if (after === null) return true;
  const [lastPlace, lastId] = after as readonly [string, string];
  return place > lastPlace || (place === lastPlace && id > lastId);
}

function isTurned({ can_wait, urgent_from }: StoredQueueItem, now: Instant): boolean {
  return can_wait === 1 && urgent_from <= now;
}

async function header(db: Db, request: QueueRequest, everybody: Everybody): Promise<QueueHeader> {
  const { leader, moment } = request;
  const holders = holdersOf(request, everybody, moment.now);
  const loads = [...(await loadsAt(db, holders.all, moment.index)).values()];
  const spent = await spentLately(db, [leader], moment);
  const labels = await labelsOf(db, { people: holders.all });
  const sum = (count: 'waiting' | 'snoozed' | 'call_sheets' | 'minutes_waiting' | 'urgent') =>
    loads.reduce((total, load) => total + load[count], 0);
  const own = loads.find(({ person }) => person === leader);
  return {
    leader: labels.person(leader),
    waiting: sum('waiting'),
    snoozed: sum('snoozed'),
    callSheets: sum('call_sheets'),
    urgent: await urgent(db, holders.all, moment, sum('urgent')),
    minutes: sum('minutes_waiting'),
    attention: meterOf(spent.get(leader) ?? 0, own, hereOf(everybody.get(leader))?.attention ?? null),
    actingFor: holders.all.slice(1).map((id) => labels.person(id)),
  };
}

/** Of more items than this nobody says by when they are all due. */
const MOST_LOOKED_AT = 100;

/** `counted`: what was urgent at the entry; what has become so since is added. */
async function urgent(db: Db, holders: readonly string[], { index, now }: Moment, counted: number): Promise<QueueHeader['urgent']> {
  const head = await headOf(db, 'executive-queue');
  const waiting = [sql<SqlBool>`shelf = 'waiting'`];
  const found: StoredQueueItem[] = [];
  let count = counted;
  for (const holder of holders) {
    const place = { index: index ?? head.index, now, after: null };
    const { items, late } = await itemsOf(db, { holder, where: waiting, place, limit: MOST_LOOKED_AT, head, timePassed: index === null });
    found.push(...items.filter(({ can_wait }) => can_wait === 0));
    count += late;
  }
  const before = found.reduce<Instant | null>((last, { decide_by }) => (last === null || decide_by > last ? decide_by : last), null);
  return { count, before: count > MOST_LOOKED_AT ? null : before };
}
