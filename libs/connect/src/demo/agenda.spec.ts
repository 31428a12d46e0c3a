import { expect, it } from '@jest/globals';
import { Agenda } from './agenda.js';

it('gives what comes first, and of the same instant what was planned first', async () => {
  const agenda = new Agenda();
  const done: string[] = [];
  const plan = (at: string, name: string) => agenda.add(at, async () => void done.push(name));
  for (const [at, name] of [['12', 'c'], ['11', 'a'], ['12', 'd'], ['11', 'b'], ['13', 'e']] as const) plan(at, name); // prettier-ignore
  expect(agenda.next()).toBe('11');
  while (agenda.next() !== null) await agenda.take()();
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e']);
});
