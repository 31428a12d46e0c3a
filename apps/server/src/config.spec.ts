import { describe, expect, it } from '@jest/globals';
import { ConfigInvalid, configOf } from './config.js';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(configOf({}, '/home/ann')).toMatchObject({
      data: null,
      log: null,
      readModels: null,
      host: '127.0.0.1',
      port: 7070,
      logLevel: 'info',
      edge: { tls: null, proxies: [], limits: { perToken: { perMinute: 18_000, burst: 3000 }, perAddress: { perMinute: 36_000 } } },
    });
  });

  it('names folders and files from where we are', () => {
    const config = configOf(
      { GRAVITAS_DATA: 'here', GRAVITAS_LOG: 'sqlite:log/events.sqlite', GRAVITAS_READ_MODELS: 'sqlite:/tmp/r.sqlite' },
      '/home/ann',
    );
    expect(config.data).toBe('/home/ann/here');
    expect(config.log).toEqual({ kind: 'sqlite', file: '/home/ann/log/events.sqlite' });
    expect(config.readModels).toEqual({ kind: 'sqlite', file: '/tmp/r.sqlite' });
  });

  it('takes a server for the log, and the namespace on it', () => {
    const url = 'kurrentdb://ann:secret@one:2113,two:2113?tls=true';
    expect(configOf({ GRAVITAS_LOG: url }).log).toEqual({ kind: 'kurrentdb', url, namespace: 'gravitas' });
    expect(configOf({ GRAVITAS_LOG: url, GRAVITAS_LOG_NAMESPACE: 'acme' }).log).toMatchObject({ namespace: 'acme' });
  });

  it('sends traces where it is told, and nowhere else', () => {
    expect([configOf({}).traces, configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }).traces]).toEqual([null, null]);
    const endpoint = 'http://collector:4318';
    expect(configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).traces).toEqual({ endpoint, serviceName: 'gravitas' });
    expect(configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'log' }).traces).toMatchObject({ serviceName: 'log' });
  });

  it('keeps in memory what derives from a log in memory', () => {
    expect(configOf({ GRAVITAS_LOG: 'memory:' }).readModels).toEqual({ kind: 'memory' });
  });

  it.each([
    ['GRAVITAS_PORT', '70700'],
    ['GRAVITAS_PORT', '-1'],
    ['GRAVITAS_PORT', '7070x'],
    ['GRAVITAS_PORT', ''],
    ['GRAVITAS_HOST', 'example.org'],
    ['GRAVITAS_HOST', ''],
    ['GRAVITAS_LOG', 'events.sqlite'],
    ['GRAVITAS_LOG', 'sqlite:'],
    ['GRAVITAS_LOG', 'postgres://ann:secret@host/db'],
    ['GRAVITAS_READ_MODELS', 'memory'],
    ['GRAVITAS_READ_MODELS', 'postgres://ann:secret@host'],
    ['GRAVITAS_READ_MODELS', 'postgres://ann:secret@ho st/db'],
    ['GRAVITAS_VAULT', 'postgresql:secret'],
    ['GRAVITAS_ROLE', 'boss'],
    ['GRAVITAS_LEASE_SECONDS', '0'],
    ['GRAVITAS_LEASE_SECONDS', '301'],
    ['GRAVITAS_DATA', ' '],
    ['GRAVITAS_LOG_LEVEL', 'loud'],
    ['GRAVITAS_PROXY', 'proxy.example.org'],
    ['GRAVITAS_PROXY', '10.0.0.0/33'],
    ['GRAVITAS_PROXY', '0.0.0.0/0'],
    ['GRAVITAS_RATE_PER_TOKEN', 'many'],
    ['GRAVITAS_RATE_PER_ADDRESS', '-1'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'file:///etc/passwd'],
  ])('is refused whole, with the variable and without the value: %s=%s', (variable, value) => {
    const refused = (): unknown => configOf({ [variable]: value });
    expect(refused).toThrow(ConfigInvalid);
    expect(refused).toThrow(new RegExp(`^${variable} must be `));
    if (value.length > 8) expect(refused).not.toThrow(value);
  });

  it('shares between processes only what all of them reach', () => {
    const shared = {
      GRAVITAS_LOG: 'kurrentdb://one:2113',
      GRAVITAS_READ_MODELS: 'postgres://ann:secret@db/gravitas',
      GRAVITAS_VAULT: 'postgresql://ann:secret@db/keys',
    };
    for (const role of ['api', 'worker']) {
      expect(configOf({ ...shared, GRAVITAS_ROLE: role })).toMatchObject({
        role,
        readModels: { kind: 'postgres', url: shared.GRAVITAS_READ_MODELS },
        vault: { kind: 'postgres', url: shared.GRAVITAS_VAULT },
        leaseMilliseconds: 10_000,
      });
      for (const variable of Object.keys(shared)) {
        const apart = (): unknown => configOf({ ...shared, GRAVITAS_ROLE: role, [variable]: 'sqlite:here.sqlite' });
        expect(apart).toThrow(new RegExp(`^${variable} must be `));
      }
    }
  });

  const [cert, key] = [{ GRAVITAS_TLS_CERT: 'cert.pem' }, { GRAVITAS_TLS_KEY: 'key.pem' }];

  it.each(['0.0.0.0', '192.0.2.7', '::', '2001:db8::1'])('lets nobody listen at %s in the clear', (host) => {
    const there = { GRAVITAS_HOST: host };
    expect(() => configOf(there)).toThrow(/^GRAVITAS_HOST reaches beyond this machine/);
    expect(configOf({ ...there, ...cert, ...key }, '/home/ann')).toMatchObject({
      host,
      edge: { tls: { cert: '/home/ann/cert.pem', key: '/home/ann/key.pem' } },
    });
    expect(configOf({ ...there, GRAVITAS_PROXY: '10.1.2.3, 10.9.0.0/16' }).edge.proxies).toEqual(['10.1.2.3', '10.9.0.0/16']);
  });

  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('lets everybody listen at %s', (host) => {
    expect(configOf({ GRAVITAS_HOST: host }).host).toBe(host);
  });

  it('wants a certificate with its key', () => {
    expect(() => configOf(cert)).toThrow(/^GRAVITAS_TLS_KEY must be there/);
    expect(() => configOf(key)).toThrow(/^GRAVITAS_TLS_CERT must be there/);
  });

  it('knows no limit of rate by 0', () => {
    expect(configOf({ GRAVITAS_RATE_PER_TOKEN: '0' }).edge.limits.perToken).toBe(null);
  });
});
