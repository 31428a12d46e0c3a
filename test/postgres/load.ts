import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Json } from '../e2e/client.js';
import { Scenario } from '../e2e/scenario.js';
import type { Name, World } from '../e2e/world.js';

const CLIENTS = 6;
/** One issue in so many needs a leader, who decides it at once. */
const DECIDED = 3;
const ask = {
  action: 'spend',
  spend: { minor: 3_000_000, currency: 'USD' },
  recommendation: 'Pay for the night shift.',
  alternative: 'Wait.',
};

/** People who file issues, read what they filed and decide, at any of several processes; who is not answered asks another one again. */
export class Load {
  /** Ids of issues by the key of their filing. */
  readonly filed = new Map<string, string>();
  readonly decided: string[] = [];
  readonly counts = { asked: 0, again: 0 };
  readonly #scenarios: readonly Scenario[];
  #stopped = false;
  #number = 0;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(scenarios: readonly Scenario[]) {
    this.#scenarios = scenarios;
  }

  static async on(urls: readonly string[], tokens: Record<Name, string>): Promise<Load> {
    const clients = await Promise.all(urls.map((url) => Client.of({ url, tokens } as World)));
    return new Load(clients.map((client) => new Scenario(client)));
  }

  /** Goes on until it is stopped, and resolves when what was begun is answered. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: CLIENTS }, () => this.#client()));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when so many more are filed. */
  async more(count: number): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push({ count: this.filed.size + count, resolve }));
  }

  /** Files one more and resolves when it is routed. */
  async routed(): Promise<void> {
    const key = `routed-${this.#number++}`;
    const body = await this.#insist(async (scenario) => {
      const answer = await scenario.give(
        'dana',
        'fileIssue',
        {},
        { title: key, order: null, partner: null },
        { 'idempotency-key': key, prefer: 'wait=30' },
      );
      if (answer.routed == null) throw new Error('not routed yet');
      return answer;
    });
    this.#note(key, body.id as string);
  }

  async #client(): Promise<void> {
    while (!this.#stopped) {
      const number = this.#number++;
      const key = `filing-${number}`;
      const isGreat = number % DECIDED === 0;
      const headers = { 'idempotency-key': key };
      const what = { title: `Filing ${number}`, order: null, partner: null, ...(isGreat ? { ask } : {}) };
      const { id, index } = await this.#insist((scenario) => scenario.give('dana', 'fileIssue', {}, what, headers), number);
      this.#note(key, id as string);
      await this.#insist((scenario) => this.#reads(scenario, `/issues/${id as string}?waitFor=${String(index)}`), number + 1);
      if (isGreat) await this.#decide(key, id as string, number);
    }
  }

  /** The leader finds the issue in the queue, wherever they look, and decides it. */
  async #decide(key: string, issue: string, number: number): Promise<void> {
    const item = await this.#insist(async (scenario) => {
      const [escalation] = (await this.#reads(scenario, `/issues/${issue}`)).escalations;
      if (escalation === undefined) throw new Error('not in the queue yet');
      return { escalation: escalation.id as string, holder: escalation.holder.id as Name };
    }, number);
    const on = { escalation: item.escalation };
    const once = (what: string) => ({ 'idempotency-key': `${key}-${what}` });
    await this.#insist((scenario) => scenario.give(item.holder, 'claim', on, {}, once('claim')), number);
    await this.#insist((scenario) => scenario.give(item.holder, 'decide', on, {}, once('decide')), number + 1);
    this.decided.push(item.escalation);
  }

  async #reads(scenario: Scenario, path: string): Promise<Json> {
    const { status, body } = await scenario.client.get('lee', path);
    if (status !== 200) throw new Error(`${path} was answered ${status}`);
    return body;
  }

  #note(key: string, id: string): void {
    this.filed.set(key, id);
    for (const { resolve } of this.#waiting.filter(({ count }) => this.filed.size >= count)) resolve();
    this.#waiting = this.#waiting.filter(({ count }) => this.filed.size < count);
  }

  /** The same again, at the next process, until it is answered as it should be. */
  async #insist<T>(work: (scenario: Scenario) => Promise<T>, first = 0): Promise<T> {
    let last: unknown;
    for (let attempt = 0; attempt < 200; attempt++) {
      this.counts.asked++;
      try {
        return await work(this.#scenarios[(first + attempt) % this.#scenarios.length] as Scenario);
      } catch (error) {
        last = error;
        this.counts.again++;
        await pause(100); // of a person who tries again
      }
    }
    throw last;
  }
}
