import { describe, expect, it } from '@jest/globals';
import { ConfigInvalid, configOf } from './config.js';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(configOf({}, '/home/ann')).toEqual({ data: null, log: null, readModels: null, host: '127.0.0.1', port: 7070, logLevel: 'info' });
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
    ['GRAVITAS_DATA', ' '],
    ['GRAVITAS_LOG_LEVEL', 'loud'],
  ])('is refused whole, with the variable and without the value: %s=%s', (variable, value) => {
    const refused = (): unknown => configOf({ [variable]: value });
    expect(refused).toThrow(ConfigInvalid);
    expect(refused).toThrow(new RegExp(`^${variable} must be `));
    if (value.length > 8) expect(refused).not.toThrow(value);
  });
});
