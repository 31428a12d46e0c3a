import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { gravitas, type RealServer } from './real-server.js';

/** Who files: a manager of the small programme that `organisationIn` sets up. */
export const WHO = 'manager-elsewhere';

const HEADER =
  'ID,PO / SO #,ASN/DN #,Country,Fulfill Via,Shipment Mode,Scheduled Delivery Date,Delivered to Client Date,Sub Classification,Item Description,Line Item Quantity,Line Item Value,Manufacturing Site,Freight Cost (USD)';
const ROW = '1,SCMS-4,ASN-8,Haiti,Direct Drop,Air,2026-06-02,,HIV test,Rapid test,19,551,Ranbaxy,780.34';

/** Sets an organisation up in `folder`/data, and resolves to a token of `WHO`. */
export async function organisationIn(folder: string): Promise<string> {
  const csv = join(folder, 'empty.csv');
  await writeFile(csv, `${HEADER}\n${ROW}\n`);
  const data = join(folder, 'data');
  const set = await gravitas({}, 'import', csv, '--mapping', 'examples/scms/mapping.json', '--data', data, '--json');
  if (set.code !== 0) throw new Error(set.err);
  const made = await gravitas({}, 'token', 'create', '--data', data, '--person', WHO, '--json');
  if (made.code !== 0) throw new Error(made.err);
  return (JSON.parse(made.out) as { token: string }).token;
}

export interface Filing {
  /** The Idempotency-Key. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
}

/** Files once. `id` is null when it was refused. Rejects when no answer came. */
export async function fileIssue(
  { url }: RealServer,
  token: string,
  { key, title, description }: Filing,
): Promise<{ readonly status: number; readonly id: string | null; readonly body: string; readonly retryAfter: string | null }> {
  const response = await fetch(`${url}/api/v1/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ programme: 'scms', title, kind: 'late', site: 'Haiti', units: 10, description }),
  });
  const body = await response.text();
  const id = response.status === 201 ? (JSON.parse(body) as { id: string }).id : null;
  return { status: response.status, id, body, retryAfter: response.headers.get('retry-after') };
}

/** The issues that `WHO` filed, by command, read from the log itself while no server has it. */
export async function filedInLog(data: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const store = await SqliteEventStore.open({ file: join(data, 'events.sqlite') });
  try {
    return await filedIn(store);
  } finally {
    await store.close();
  }
}

/** The same, of any log. */
export async function filedIn(store: Pick<EventStore, 'readFromIndex'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const filed = new Map<string, string[]>();
  for (let index = 0, page = await store.readFromIndex(0, 1000); page.length > 0; page = await store.readFromIndex(index, 1000)) {
    index += page.length;
    for (const { type, actor, causationId, stream } of page) {
      if (type !== 'IssueFiled' || actor !== WHO) continue;
      filed.set(causationId, [...(filed.get(causationId) ?? []), stream.slice('issue-'.length)]);
    }
  }
  return filed;
}
