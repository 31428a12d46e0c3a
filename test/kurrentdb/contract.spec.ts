import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { eventStoreContract } from '#event-store/contract';
import { KurrentDbEventStore } from '#event-store/kurrentdb/kurrentdb-event-store';
import { newNamespace } from './namespace.js';
import { WireServer } from './wire-server/wire-server.js';

/** The contract over gRPC, on the wire server: with the file of the index and without it. */
let server: WireServer;
beforeAll(async () => {
  server = await WireServer.start();
});
afterAll(() => server.stop());

eventStoreContract('kurrentdb, over the wire', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-kurrentdb-'));
  const namespace = newNamespace();
  const open = (): Promise<KurrentDbEventStore> => KurrentDbEventStore.open({ url: server.url, namespace, folder });
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
