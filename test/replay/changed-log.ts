import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Envelope } from '#event-store';

type Writable = { -readonly [K in keyof Envelope]: Envelope[K] };

/** Changes the first event of a type that `edit` wants to, in the file itself. */
export function change(data: string, type: string, edit: (event: Writable) => boolean): Envelope {
  const db = new Database(join(data, 'events.sqlite'));
  try {
    const rows = db.prepare('SELECT position, body FROM events ORDER BY position').iterate() as Iterable<{
      position: number;
      body: string;
    }>;
    for (const { position, body } of rows) {
      const event = JSON.parse(body) as Writable;
      if (event.type !== type || !edit(event)) continue;
      db.unsafeMode(true).prepare('UPDATE events SET body = ? WHERE position = ?').run(JSON.stringify(event), position);
      return event;
    }
  } finally {
    db.close();
  }
  throw new Error(`there is no ${type} to change`);
}

/** The types of event that a log holds. */
export function typesIn(data: string): readonly string[] {
  const db = new Database(join(data, 'events.sqlite'), { readonly: true });
  const bodies = db.prepare('SELECT body FROM events').pluck().all() as string[];
  db.close();
  return [...new Set(bodies.map((body) => (JSON.parse(body) as Envelope).type))].sort();
}
