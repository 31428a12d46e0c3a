import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { eventStoreContract, type OpenedStore } from '#event-store/contract';
import { KurrentDbEventStore } from '#event-store/kurrentdb/kurrentdb-event-store';
import { newNamespace, realServer } from './servers.js';
import { WireServer } from './wire-server/wire-server.js';

/** The contract over gRPC: on the wire server, and on a real one if there is one. */
let wire: WireServer;
beforeAll(async () => {
  wire = await WireServer.start();
});
afterAll(() => wire.stop());

eventStoreContract('kurrentdb over the wire', () => openedOn(wire.url));
const real = realServer();
if (real !== null) eventStoreContract('kurrentdb on a real server', () => openedOn(real));

async function openedOn(url: string): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-kurrentdb-'));
  const namespace = newNamespace();
  const open = (): Promise<KurrentDbEventStore> => KurrentDbEventStore.open({ url, namespace, folder });
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
}
