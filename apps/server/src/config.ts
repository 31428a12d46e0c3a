import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { isLoopback, LIMITS, type Edge, type TlsFiles } from './http/edge.js';
import type { TraceTarget } from './telemetry/otlp-tracing.js';
import type { Rate } from './http/rate-limit.js';

/** A variable of the environment that breaks a rule. Its value is not echoed. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
  readonly variable: string;

  constructor(variable: string, rule: string) {
    super(`${variable} ${rule}`);
    this.variable = variable;
  }
}

/** Where something is kept: a SQLite file, or the memory of the process. */
export type Place = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'memory' };

/** Where read models or keys are: a place, or a PostgreSQL database, whose address may hold a password. */
export type DatabasePlace = Place | { readonly kind: 'postgres'; readonly url: string };

/** `api` takes commands and answers queries; `worker` routes, keeps time and writes the read models; `all` does both. */
export type ProcessRole = 'all' | 'api' | 'worker';

/** Where the log is: a place, or a KurrentDB server, whose address may hold a password. */
export type LogPlace = Place | { readonly kind: 'kurrentdb'; readonly url: string; readonly namespace: string };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  /** The folder of the data; null: `./data` if there is one, else the demo in `./data-demo`. */
  readonly data: string | null;
  /** null: in the folder of the data. */
  readonly log: LogPlace | null;
  readonly readModels: DatabasePlace | null;
  /** null: in the folder of the data. */
  readonly vault: DatabasePlace | null;
  readonly role: ProcessRole;
  /** How long a worker that says nothing is waited for before another takes its place. */
  readonly leaseMilliseconds: number;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly edge: Edge;
  /** Where spans are sent; null: nowhere, and nothing is loaded for it. */
  readonly traces: TraceTarget | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, checked. @throws ConfigInvalid */
export function configOf(env: Environment = process.env, folder = process.cwd()): Config {
  const log = logPlaceOf(env, folder);
  const edge = edgeOf(env, folder);
  return {
    data: pathOf(env, 'GRAVITAS_DATA', folder),
    log,
    // What is derived from a log that is gone tomorrow is gone tomorrow.
    readModels: databaseOf(env, 'GRAVITAS_READ_MODELS', folder) ?? (log?.kind === 'memory' ? log : null),
    vault: databaseOf(env, 'GRAVITAS_VAULT', folder),
    role: roleOf(env),
    leaseMilliseconds: leaseOf(env['GRAVITAS_LEASE_SECONDS'] ?? '10'),
    host: hostOf(env['GRAVITAS_HOST'] ?? '127.0.0.1', edge),
    edge,
    traces: tracesOf(env),
    port: portOf(env['GRAVITAS_PORT'] ?? '7070'),
    logLevel: levelOf(env['GRAVITAS_LOG_LEVEL'] ?? 'info'),
  };
}

function tracesOf(env: Environment): TraceTarget | null {
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  if (endpoint === '') return null;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new ConfigInvalid('OTEL_EXPORTER_OTLP_ENDPOINT', 'must be an address such as http://localhost:4318');
  return { endpoint, serviceName: env['OTEL_SERVICE_NAME'] ?? 'gravitas' };
}

function pathOf(env: Environment, variable: string, folder: string): string | null {
  const path = env[variable];
  if (path === undefined) return null;
  if (path.trim() === '' || path.includes('\0')) throw new ConfigInvalid(variable, 'must be the path of a folder');
  return isAbsolute(path) ? path : resolve(folder, path);
}

function logPlaceOf(env: Environment, folder: string): LogPlace | null {
  const url = env['GRAVITAS_LOG'];
  if (url === undefined || !/^kurrentdb(\+discover)?:\/\//.test(url))
    return placeOf(env, 'GRAVITAS_LOG', folder, ' or kurrentdb://HOST:PORT');
  return { kind: 'kurrentdb', url, namespace: env['GRAVITAS_LOG_NAMESPACE'] ?? 'gravitas' };
}

function placeOf(env: Environment, variable: string, folder: string, other = ''): Place | null {
  const place = env[variable];
  if (place === undefined) return null;
  if (place === 'memory:') return { kind: 'memory' };
  const file = /^sqlite:([^\0]+)$/.exec(place)?.[1];
  if (file === undefined) throw new ConfigInvalid(variable, `must be sqlite:PATH or memory:${other}`);
  return { kind: 'sqlite', file: resolve(folder, file) };
}

function databaseOf(env: Environment, variable: string, folder: string): DatabasePlace | null {
  const url = env[variable];
  if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) return placeOf(env, variable, folder, ' or postgres://HOST/DATABASE');
  if (!URL.canParse(url) || new URL(url).pathname.length < 2) throw new ConfigInvalid(variable, 'must be postgres://HOST/DATABASE');
  return { kind: 'postgres', url };
}

/** What several processes share must be where all of them reach it. */
function roleOf(env: Environment): ProcessRole {
  const role = (['all', 'api', 'worker'] as const).find((known) => known === (env['GRAVITAS_ROLE'] ?? 'all'));
  if (role === undefined) throw new ConfigInvalid('GRAVITAS_ROLE', 'must be all, api or worker');
  const shared = [['GRAVITAS_LOG', 'kurrentdb'], ['GRAVITAS_READ_MODELS', 'postgres'], ['GRAVITAS_VAULT', 'postgres']] as const; // prettier-ignore
  const apart = shared.find(([variable, scheme]) => !(env[variable] ?? '').startsWith(scheme));
  if (role !== 'all' && apart !== undefined) {
    throw new ConfigInvalid(apart[0], `must be ${apart[1]}://… where GRAVITAS_ROLE is api or worker: the processes share it`);
  }
  return role;
}

function leaseOf(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (!(seconds >= 1 && seconds <= 300)) throw new ConfigInvalid('GRAVITAS_LEASE_SECONDS', 'must be a whole number from 1 to 300');
  return seconds * 1000;
}

/** Tokens that travel in the clear are everybody's: beyond this machine it speaks TLS, or somebody in front of it does. */
function hostOf(host: string, { tls, proxies }: Edge): string {
  if (host !== 'localhost' && isIP(host) === 0) throw new ConfigInvalid('GRAVITAS_HOST', 'must be an IP address, or localhost');
  if (tls === null && proxies.length === 0 && !isLoopback(host)) {
    throw new ConfigInvalid('GRAVITAS_HOST', 'reaches beyond this machine: set GRAVITAS_TLS_CERT and GRAVITAS_TLS_KEY, or GRAVITAS_PROXY');
  }
  return host;
}

function edgeOf(env: Environment, folder: string): Edge {
  const perToken = rateOf(env, 'GRAVITAS_RATE_PER_TOKEN', '18000');
  const perAddress = rateOf(env, 'GRAVITAS_RATE_PER_ADDRESS', '36000');
  return { tls: tlsOf(env, folder), proxies: proxiesOf(env['GRAVITAS_PROXY']), limits: { ...LIMITS, perToken, perAddress } };
}

function tlsOf(env: Environment, folder: string): TlsFiles | null {
  const [cert, key] = [pathOf(env, 'GRAVITAS_TLS_CERT', folder), pathOf(env, 'GRAVITAS_TLS_KEY', folder)];
  if (cert === null && key === null) return null;
  if (cert === null || key === null) {
    throw new ConfigInvalid(cert === null ? 'GRAVITAS_TLS_CERT' : 'GRAVITAS_TLS_KEY', 'must be there too: a certificate goes with its key');
  }
  return { cert, key };
}

function proxiesOf(text = ''): readonly string[] {
  const proxies = text.split(',').map((one) => one.trim()).filter(Boolean); // prettier-ignore
  if (!proxies.every(isNetwork))
    throw new ConfigInvalid('GRAVITAS_PROXY', 'must be IP addresses or networks such as 10.0.0.0/8, by commas');
  return proxies;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128));
}

function rateOf(env: Environment, variable: string, otherwise: string): Rate | null {
  const text = env[variable] ?? otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new ConfigInvalid(variable, 'must be requests a minute, or 0 for no limit');
  const perMinute = Number(text);
  return perMinute === 0 ? null : { perMinute, burst: Math.ceil(perMinute / BURSTS_A_MINUTE) };
}

/** What may come at once is what may come in ten seconds. */
const BURSTS_A_MINUTE = 6;

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new ConfigInvalid('GRAVITAS_PORT', 'must be a whole number from 0 to 65535');
  return port;
}

function levelOf(text: string): Config['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new ConfigInvalid('GRAVITAS_LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
}
