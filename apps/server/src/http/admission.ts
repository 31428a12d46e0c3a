import { createHash } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { isLoopback, MAX_URL, type Edge } from './edge.js';
import type { FastifyReply, FastifyRequest } from './fastify.js';
import { HttpProblem } from './problem.js';
import { RateLimit, type Taken } from './rate-limit.js';

/** What each request has to pass before anything of it is looked at: where it comes from, how long its address is, and how many came. */
export class Admission {
  readonly #proxies: BlockList | null;
  readonly #perAddress: RateLimit | null;
  readonly #perToken: RateLimit | null;

  constructor({ tls, proxies, limits }: Edge) {
    this.#proxies = tls === null && proxies.length > 0 ? networks(proxies) : null;
    this.#perAddress = limits.perAddress && new RateLimit(limits.perAddress);
    this.#perToken = limits.perToken && new RateLimit(limits.perToken);
  }

  /** @throws HttpProblem */
  admit(request: FastifyRequest, reply: FastifyReply): void {
    this.#requireProxy(request);
    requireReadable(request.raw.url ?? '');
    if (this.#perAddress !== null) hold(this.#perAddress, 'address', addressOf(request.ip), reply);
    const token = request.headers.authorization;
    // By its hash: whoever does not have the token does not use up its rate, and none is kept.
    if (this.#perToken !== null && token !== undefined) {
      hold(this.#perToken, 'token', createHash('sha256').update(token).digest('base64'), reply);
    }
  }

  /** Who speaks plain HTTP from elsewhere, past the proxy that speaks TLS, has not been protected on the way. */
  #requireProxy({ socket }: FastifyRequest): void {
    const from = socket.remoteAddress ?? '';
    if (this.#proxies === null || isLoopback(from) || contains(this.#proxies, from)) return;
    throw new HttpProblem('not-allowed', 'requests come by way of the proxy');
  }
}

function requireReadable(url: string): void {
  if (url.length > MAX_URL) throw new HttpProblem('address-too-long', `the address must have at most ${MAX_URL} characters`);
  try {
    decodeURIComponent(url.split('?', 2)[1] ?? '');
  } catch {
    throw new HttpProblem('malformed-request', 'the query is not UTF-8');
  }
}

/** Says what is left in the headers of the IETF's RateLimit draft. */
function hold(limit: RateLimit, name: string, caller: string, reply: FastifyReply): void {
  const taken: Taken = limit.take(caller);
  const { perMinute, burst } = limit.rate;
  void reply.header('ratelimit-policy', `"${name}";q=${burst};w=${Math.ceil((burst * 60) / perMinute)}`);
  void reply.header('ratelimit', `"${name}";r=${taken.remaining};t=${taken.resetSeconds}`);
  if (taken.allowed) return;
  throw new HttpProblem('too-many-requests', `too many requests by this ${name}: at most ${perMinute} in a minute`, {
    headers: { 'retry-after': String(taken.retryAfterSeconds) },
  });
}

/** Of IPv6 the network of a site, within which one machine has as many addresses as it likes. */
export function addressOf(ip: string): string {
  if (isIP(ip) !== 6 || ip.toLowerCase().startsWith('::ffff:')) return ip;
  const [head = '', tail = ''] = ip.split('::', 2);
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : [];
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

function networks(declared: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of declared) {
    const [address = '', bits] = one.split('/', 2);
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return list.check(mapped ?? address, mapped === undefined && isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
