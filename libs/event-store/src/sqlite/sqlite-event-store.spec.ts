import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../contract.js';
import { SqliteEventStore } from './sqlite-event-store.js';

eventStoreContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-log-'));
  const open = (): Promise<SqliteEventStore> => SqliteEventStore.open({ file: join(folder, 'log.sqlite') });
  let last = await open();
  return {
    store: last,
    reopen: async () => {
      await last.close();
      return (last = await open());
    },
    close: async () => {
      await last.close();
      rmSync(folder, { recursive: true });
    },
  };
});
