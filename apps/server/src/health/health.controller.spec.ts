import { describe, expect, it } from '@jest/globals';
import type { Engine, Health } from '#application';
import { HealthController } from './health.controller.js';

const readiness = (health: Health) => new HealthController({ health: () => health } as unknown as Engine).ready();
const lane = (name: string, state: 'running' | 'failed') => ({ name, state, position: null, index: null, error: null });

describe('a server is ready', () => {
  it('while everything that follows the log does so', () => {
    const health = { failures: new Map(), subscribers: [lane('router', 'running'), lane('read-models', 'running')] };
    expect(readiness(health)).toMatchObject({ status: 'ready', subscribers: [{ name: 'router' }, { name: 'read-models' }] });
  });

  it('no more when one has stopped, which it names once, and why to nobody', () => {
    const health = {
      failures: new Map<string, unknown>([['read-models', new Error('a secret')]]),
      subscribers: [lane('router', 'running'), lane('read-models', 'failed')],
    };
    expect(() => readiness(health)).toThrow(expect.objectContaining({ code: 'not-ready', message: 'read-models has stopped' }));
  });

  it('no more when the log itself cannot be read', () => {
    expect(() => readiness({ failures: new Map([['log', new Error('x')]]), subscribers: [] })).toThrow('log has stopped');
  });
});
