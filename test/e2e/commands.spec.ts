import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './client.js';
import { PLAYS, playsOf } from './plays.js';
import { Scenario } from './scenario.js';
import { startWorld, type World } from './world.js';

let world: World;
let client: Client;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
});
afterAll(() => world.close());

describe('commands over HTTP', () => {
  it.each(PLAYS)('%s', (name) => playsOf(world, scenario)[name]());

  it('were all given, but for those of another first day', () => {
    const notNow = ['setUpOrganisation', 'advanceDemoClock'];
    expect(scenario.commands.filter((id) => !client.done.has(id) && !notNow.includes(id))).toEqual([]);
  });
});
