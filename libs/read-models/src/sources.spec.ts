import { afterEach, describe, expect, it } from '@jest/globals';
import { trucks } from '#domain/testing/sources';
import { Scene } from './testing/scene.js';
import { sealed } from './testing/sealing.js';
import { viewsOf, type Views } from './testing/views.js';

let views: Views | undefined;
afterEach(async () => views?.close());

describe('sources', () => {
  it('show their keys without what these prove, and what waits, oldest first', async () => {
    const story = new Scene().setUp();
    const { log } = story;
    log.record('source-', 'trucks', { type: 'SourceRegistered', data: trucks });
    const key = { keyId: 'k1', use: 'token', proof: 'a'.repeat(64), label: 'First' } as const;
    log.record('source-', 'trucks', { type: 'SourceKeyIssued', data: key });
    log.record('source-', 'trucks', { type: 'SourceKeyIssued', data: { ...key, keyId: 'k2' } });
    log.record('source-', 'trucks', { type: 'SourceKeyRevoked', data: { keyId: 'k1' } });
    for (const letter of ['l1', 'l2', 'l3']) {
      const data = { letter, protocol: 'webhook', problem: 'fact-missing', field: 'kind', message: sealed(`letter ${letter}`) } as const;
      log.record('deadletters-', 'trucks', { type: 'DeadLetterKept', data });
    }
    log.record('deadletters-', 'trucks', { type: 'DeadLetterSent', data: { letter: 'l2', issue: null } });
    const { sources } = (views = await viewsOf(story.events));
    const [row] = await sources.list();
    expect(row).toMatchObject({
      source: 'trucks',
      status: 'open',
      revision: 3,
      perMinute: 60,
      waiting: 2,
      keys: [{ keyId: 'k2', label: 'First' }],
    });
    expect(JSON.stringify(row)).not.toContain('aaaa');
    expect((await sources.letters('trucks'))?.map(({ letter }) => letter)).toEqual(['l1', 'l3']);
    expect(await sources.letter('trucks', 'l2')).toBeNull();
    expect(await sources.letter('trucks', 'l3')).toMatchObject({
      source: 'trucks',
      protocol: 'webhook',
      field: 'kind',
      message: 'letter l3',
    });
    expect([await sources.source('lorries'), await sources.letters('lorries')]).toEqual([null, null]);
  });
});
