import { InvalidLogAddress } from '../errors.js';

/** Where a log stands on a KurrentDB server, taken apart. */
export interface LogAddress {
  /** For the client: without what is ours, with what the log needs. Holds the password, so it is never printed. */
  readonly connectionString: string;
  /** Our streams are `<namespace>.<stream>`. */
  readonly namespace: string;
  /** How long a call may take before it is given up. */
  readonly deadlineMillis: number;
}

const DEADLINE_MILLIS = 10_000;
const NAMESPACE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const ADDRESS = /^(kurrentdb(?:\+discover)?):\/\/(?:([^:@/?#\s]+):([^@/?#\s]+)@)?([^@/?#\s]+)\/?(?:\?([^#\s]*))?$/;
const HOST = /^[A-Za-z0-9._-]+(?::\d{1,5})?$/;

/**
 * Options of the client that may stand in an address. It prints the whole address, password and all, when it meets one that it
 * does not know, so such a one never reaches it; `throwOnAppendFailure` is not the operator's to change.
 */
const OPTIONS = [
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'nodePreference',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'defaultDeadline',
  'keepAliveInterval',
  'keepAliveTimeout',
  'connectionName',
] as const;

/**
 * Reads `kurrentdb://[user:password@]host[:port][,…][?option=value&…]`. The namespace is the option `namespace`, else the one given.
 * @throws InvalidLogAddress naming the option, never its value
 */
export function logAddressOf(url: string, namespace = 'gravitas'): LogAddress {
  const [, scheme, user, password, hosts, query] = ADDRESS.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined)
    throw new InvalidLogAddress('must be kurrentdb://[user:password@]host[:port][,…][?option=value]');
  if (!hosts.split(',').every((host) => HOST.test(host))) throw new InvalidLogAddress('names a host that cannot be one');
  const options = optionsOf(query);
  const ours = options.get('namespace') ?? namespace;
  if (!NAMESPACE.test(ours)) throw new InvalidLogAddress('has a namespace that is not made of letters, digits, - or _');
  options.delete('namespace');
  // The client's native part lets so much time pass before its first connection, and before each after a fault.
  if (!options.has('discoveryInterval')) options.set('discoveryInterval', '100');
  // Else each read and append would first meet a node that sends it on.
  if (!options.has('nodePreference') && (hosts.includes(',') || scheme.endsWith('discover'))) options.set('nodePreference', 'leader');

  const credentials = user === undefined || password === undefined ? '' : `${user}:${password}@`;
  const asked = [...options].map(([option, value]) => `${option}=${value}`).join('&');
  return {
    connectionString: `${scheme}://${credentials}${hosts}${asked === '' ? '' : `?${asked}`}`,
    namespace: ours,
    deadlineMillis: deadlineOf(options.get('defaultDeadline')),
  };
}

function optionsOf(query = ''): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [key = '', ...rest] = pair.split('=');
    const option = key === 'namespace' ? key : OPTIONS.find((known) => known.toLowerCase() === key.toLowerCase());
    if (option === undefined) throw new InvalidLogAddress(`has an option that is not known: ${key.slice(0, 40)}`);
    const value = rest.join('=');
    if (value === '' || options.has(option)) throw new InvalidLogAddress(`must give ${option} once, and a value`);
    options.set(option, value);
  }
  return options;
}

function deadlineOf(text: string | undefined): number {
  if (text === undefined) return DEADLINE_MILLIS;
  const millis = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (millis === 0) throw new InvalidLogAddress('must give defaultDeadline as milliseconds, at least 1');
  return millis;
}
