import type { FastifyInstance, FastifyRequest } from './fastify.js';
import { HttpProblem } from './problem.js';

/** Bytes of a file that is brought over HTTP. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

const FILES = /^\/api\/v1\/(?:people|programmes\/:programme\/\w+)\/import$/;
const MACHINES = /^\/(?:v2\/enqueue|api\/v1\/intake\/.+)$/;
const FILE_TYPE = 'text/csv';
const MACHINE_TYPES = ['application/cloudevents+json', 'application/cloudevents-batch+json'];

/** True for the routes of machines: their JSON is their own, signed or with numbers that commands do not have, and is read there. */
export function isForMachines({ routeOptions }: FastifyRequest): boolean {
  return MACHINES.test(routeOptions.url ?? '');
}

/**
 * Lets files and machines' messages in, as bytes, where they are meant to go and nowhere else; a file only of somebody whom `requireKnown`
 * knows, since so much is kept of nobody. To be called before routes are added.
 */
export function takeOtherBodies(instance: FastifyInstance, requireKnown: (request: FastifyRequest) => Promise<unknown>): void {
  const asBytes = async (_request: FastifyRequest, body: Buffer): Promise<Buffer> => body;
  instance.addContentTypeParser(FILE_TYPE, { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES }, asBytes);
  for (const type of MACHINE_TYPES) instance.addContentTypeParser(type, { parseAs: 'buffer' }, asBytes);
  // Before a byte of the body is read.
  instance.addHook('onRequest', async (request) => {
    const { url } = request.routeOptions;
    const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (url === undefined || request.method !== 'POST') return;
    if (FILES.test(url)) {
      checkFile(request, type);
      await requireKnown(request);
    } else if (type === FILE_TYPE || (MACHINE_TYPES.includes(type) && !isForMachines(request))) {
      throw new HttpProblem('unsupported-media-type', 'the body must be application/json');
    }
  });
}

function checkFile({ headers }: FastifyRequest, type: string): void {
  if (type !== FILE_TYPE) throw new HttpProblem('unsupported-media-type', 'the body must be text/csv');
  if (Number(headers['content-length'] ?? 0) > MAX_FILE_BYTES) {
    throw new HttpProblem('body-too-large', `a file must have at most ${MAX_FILE_BYTES} bytes: bring it in parts, or with gravitas import`);
  }
}
