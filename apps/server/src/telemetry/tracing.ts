import type { CommandObserver, Subscriber } from '#application';
import type { EventStore } from '#event-store';
import type { FastifyInstance } from '../http/fastify.js';

/** Follows a request through the service: the request, its command, the append, the route that it leads to, the views that show it. */
export interface Tracing {
  /** To be called before routes are added. */
  follow(instance: FastifyInstance): void;
  readonly observe: CommandObserver;
  store(store: EventStore): EventStore;
  subscriber(subscriber: Subscriber): Subscriber;
  /** Sends what waits, if that is soon done. */
  close(): Promise<void>;
}
