import type { FastifyInstance, FastifyRequest } from '../http/fastify.js';
import type { Metrics } from './metrics.js';

/** Counts what a server refuses. To be called before routes are added. */
export function countRefusals(instance: FastifyInstance, metrics: Pick<Metrics, 'refused'>): void {
  instance.addHook('onResponse', async (request: FastifyRequest) => {
    if (request.problem !== undefined) metrics.refused(request.problem);
  });
}
