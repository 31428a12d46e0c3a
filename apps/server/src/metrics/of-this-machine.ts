import type { FastifyRequest } from '../http/fastify.js';
import { isLoopback } from '../http/edge.js';

/** What a proxy adds: with any of these somebody else's request comes through this machine. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * True if a request was made on this machine to this machine, by its own name: not through a proxy that runs here too, declared or not,
 * and not by a page of another site whose name was pointed at this machine.
 */
export function isOfThisMachine({
  ip,
  socket,
  headers,
  hostname,
}: Pick<FastifyRequest, 'ip' | 'socket' | 'headers' | 'hostname'>): boolean {
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isLoopback(ip) && isLoopback(socket.remoteAddress ?? '') && isLoopback(host);
}
