import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './client.js';
import { EventSource } from './event-source.js';
import { Scenario } from './scenario.js';
import { startWorld, type Name, type World } from './world.js';

let world: World;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  scenario = new Scenario(await Client.of(world));
});
afterAll(() => world.close());

const follow = (who: Name, headers: Record<string, string> = {}, query = ''): Promise<EventSource> =>
  EventSource.open(`${world.url}/api/v1/stream${query}`, { authorization: `Bearer ${world.tokens[who]}`, ...headers });
const file = (who: Name, site: string) => scenario.give(who, 'fileIssue', {}, { site, order: null }, { prefer: 'wait=5' });
async function settled(): Promise<number> {
  await world.node.engine.rest();
  return (await world.node.store.head())?.index ?? -1;
}

describe('the stream', () => {
  it('tells everything in order, with the entry as its id', async () => {
    const from = await settled();
    const stream = await follow('aud');
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await file('dana', 'moss-ridge');
    const to = await settled();
    await stream.until(to);
    await stream.close();
    const log = await world.node.store.readFromIndex(from + 1, 1000);
    expect(stream.events.map(({ id }) => Number(id))).toEqual(log.map(({ index }) => index));
    expect(stream.events.map(({ data }) => data.type)).toEqual(log.map(({ type }) => type));
  });

  it('tells of an entry when the views know it', async () => {
    const stream = await follow('dana');
    const { id, index } = await file('dana', 'moss-ridge');
    await stream.until(index);
    const { headers } = await scenario.client.get('dana', `/issues/${id}/row`);
    expect(Number(headers.get('x-gravitas-index'))).toBeGreaterThanOrEqual(index);
    await stream.close();
  });

  it('goes on exactly after the last one, wherever it was cut', async () => {
    const from = await settled();
    for (let i = 0; i < 3; i++) await file('dana', 'moss-ridge');
    const to = await settled();
    const all = (await world.node.store.readFromIndex(from + 1, 1000)).map(({ index }) => index);
    for (const cut of all) {
      const stream = await follow('aud', { 'last-event-id': String(cut) });
      await stream.until(to);
      expect(stream.events.map(({ id }) => Number(id))).toEqual(all.filter((index) => index > cut));
      await stream.close();
    }
  });

  it('from the start reads the log, and goes on live without a gap', async () => {
    const stream = await follow('aud', {}, '?after=0');
    await file('dana', 'moss-ridge');
    const to = await settled();
    await stream.until(to);
    expect(stream.events.map(({ id }) => Number(id))).toEqual(Array.from({ length: to }, (_, i) => i + 1));
    await stream.close();
  });

  it('tells nobody what they may not see, but how far the log is', async () => {
    const south = await follow('dana');
    const north = await follow('omar');
    const { id } = await file('dana', 'moss-ridge');
    const to = await settled();
    await Promise.all([south.until(to), north.until(to)]);
    expect(south.events.map(({ data }) => data.issue)).toContain(id);
    expect(JSON.stringify(north.events)).not.toContain(id);
    expect(Number(north.lastEventId)).toBe(to);
    await Promise.all([south.close(), north.close()]);
  });

  it('tells the entry, never what it says', async () => {
    const stream = await follow('aud');
    const { id: issue } = await file('dana', 'moss-ridge');
    await scenario.give('dana', 'addNote', { issue }, { text: 'Mrs Secret called.' });
    await stream.until(await settled());
    expect(stream.events.length).toBeGreaterThan(1);
    for (const { data } of stream.events) {
      expect(Object.keys(data).sort()).toEqual(['actor', 'at', 'id', 'index', 'issue', 'revision', 'stream', 'type']);
    }
    await stream.close();
  });

  it('keeps tokens to those whom they concern', async () => {
    const [dana, mia, ada] = await Promise.all((['dana', 'mia', 'ada'] as const).map((who) => follow(who)));
    await scenario.give('mia', 'issueToken', { person: 'mia' });
    const to = await settled();
    const types = await Promise.all(
      [dana, mia, ada].map(async (stream) => {
        await stream?.until(to);
        await stream?.close();
        return stream?.events.map(({ data }) => data.type);
      }),
    );
    expect(types).toEqual([[], ['TokenIssued'], ['TokenIssued']]);
  });

  it.each(['soon', '1.5', ' '])('refuses to go on after %j', async (last) => {
    const { status, body } = await scenario.client.get('dana', '/stream', { 'last-event-id': last });
    expect(last === ' ' ? [400] : [400, body.field]).toEqual(last === ' ' ? [status] : [status, 'last-event-id']);
  });

  it('can be asked for its head alone', async () => {
    const { status, headers } = await scenario.client.call('dana', '/stream', { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });
});
