import { eventStoreContract } from '../contract.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStoreContract('memory', async () => {
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647; // Park and Miller: gaps from one seed
  const store = new MemoryEventStore({ random });
  return { store, close: () => store.close() };
});
