import { Scenario } from '../e2e/scenario.js';
import type { Client } from '../e2e/client.js';
import type { Name, World } from '../e2e/world.js';
import { addressMutations } from './address-mutations.js';
import { operationsOf, type Operation } from './api.js';
import { bodyMutations } from './body-mutations.js';
import { byteMutations } from './byte-mutations.js';
import { fileMutations } from './file-mutations.js';
import { headerMutations } from './header-mutations.js';
import { pickerOf, type Case, type Twin } from './mutation.js';
import { sendRaw } from './raw-request.js';

const ALL = [addressMutations, bodyMutations, byteMutations, fileMutations, headerMutations];

/** A server under attack. */
export interface Ground {
  readonly url: string;
  /** Index of the last entry of its log. */
  head(): Promise<number>;
}

/** Counts by route and by mutation, and whatever was not refused as it should be. */
export class Tally {
  readonly byRoute = new Map<string, number>();
  readonly byMutation = new Map<string, number>();
  readonly wrong: string[] = [];

  count(twin: Twin, { mutation }: Case): void {
    const route = `${twin.operation.method} ${twin.operation.path}`;
    this.byRoute.set(route, (this.byRoute.get(route) ?? 0) + 1);
    this.byMutation.set(mutation, (this.byMutation.get(mutation) ?? 0) + 1);
  }

  get total(): number {
    return [...this.byRoute.values()].reduce((sum, one) => sum + one, 0);
  }

  /** Two tables, the smallest counts first. */
  report(seed: number): string {
    const table = (counts: ReadonlyMap<string, number>): string =>
      [...counts]
        .sort(([, a], [, b]) => a - b)
        .map(([name, count]) => `${String(count).padStart(6)}  ${name}`)
        .join('\n');
    const sums = `${this.total} cases on ${this.byRoute.size} routes by ${this.byMutation.size} mutations, seed ${seed}`;
    return `${sums}\n\n${table(this.byMutation)}\n\n${table(this.byRoute)}\n`;
  }
}

export interface Attack {
  readonly tally: Tally;
  readonly seed: number;
  /** Of the cases of a route one in so many, another choice on each route. */
  readonly oneIn: number;
}

/** Makes each case of a twin and holds the answer against what is expected. */
export async function attack(ground: Ground, twin: Twin, { tally, seed, oneIn }: Attack): Promise<void> {
  const offset = tally.byRoute.size;
  const cases = ALL.flatMap((mutate) => mutate(twin, pickerOf(seed + offset)));
  for (const [i, one] of cases.entries()) {
    if ((i + offset) % oneIn !== 0) continue;
    tally.count(twin, one);
    const wrong = await whatIsWrong(ground, one);
    if (wrong !== null) tally.wrong.push(`${twin.operation.id}: ${one.mutation} (${one.at}): ${wrong}`);
  }
}

async function whatIsWrong(ground: Ground, { request, expected }: Case): Promise<string | null> {
  const before = await ground.head();
  const { status, headers, body } = await sendRaw(ground.url, request);
  const found = { status, type: body.type, field: body.field ?? null };
  if ((await ground.head()) !== before) return `the log has moved, answered ${status}`;
  const { field } = expected;
  const isField = field instanceof RegExp ? field.test(String(found.field)) : found.field === field;
  if (found.status !== expected.status || found.type !== expected.type || !isField)
    return `expected ${expected.status} ${expected.type} ${String(field)}, found ${JSON.stringify(found)} ${JSON.stringify(body).slice(0, 200)}`;
  const type = headers['content-type'];
  return type === 'application/problem+json; charset=utf-8' ? null : `is of the type ${String(type)}`;
}

export const groundOf = (world: World): Ground => ({
  url: world.url,
  head: async () => (await world.node.store.head())?.index ?? -1,
});

/** Gives commands, each operation attacked once where its command is about to be accepted: the twin is what is given then. */
export class AttackedScenario extends Scenario {
  readonly #world: World;
  readonly #attack: Attack;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #done = new Set<string>();

  constructor(client: Client, world: World, how: Attack) {
    super(client);
    this.#world = world;
    this.#attack = how;
    this.#operations = new Map(operationsOf(client.document).map((one) => [one.id, one]));
  }

  override async give(...of: Parameters<Scenario['give']>): ReturnType<Scenario['give']> {
    const [who, id, params = {}, body = {}, headers = {}] = of;
    const operation = this.#operations.get(id);
    if (operation !== undefined && !this.#done.has(id)) {
      this.#done.add(id);
      await this.#world.node.engine.rest();
      const said = JSON.parse(JSON.stringify({ ...this.example(id), ...body })) as Record<string, unknown>;
      const authorization = bearer(this.#world, who);
      await attack(
        groundOf(this.#world),
        { operation, params, query: {}, body: said, headers: { ...headers, authorization } },
        this.#attack,
      );
    }
    return super.give(...of);
  }
}

export const bearer = (world: World, who: Name): string => `Bearer ${world.tokens[who]}`;
