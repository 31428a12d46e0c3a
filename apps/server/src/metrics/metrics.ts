import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Accepted, CommandObserver, LaneHealth } from '#application';
import type { LevelAttention } from '#domain/routing/level-attention';
import { DomainError } from '#domain';
import type { Workload } from '#read-models';

const ROUTE_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
const [MINUTE, HOUR] = [60, 3600];
const PEOPLE_SECONDS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR, 48 * HOUR, 120 * HOUR, 240 * HOUR];
const POWERS_OF_TWO = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const LOOP_RESOLUTION_MILLIS = 20;

/** What is measured at the moment of a scrape. */
export interface Moment {
  /** The last entry of the log; −1: it is empty. */
  readonly headIndex: number;
  readonly subscribers: readonly LaneHealth[];
  readonly attention: readonly LevelAttention[];
  readonly workloads: readonly Workload[];
}

/**
 * The meters of one process, in the words of Prometheus. Labels are levels, types, codes and names of ours: never a person, a case or
 * anything that somebody wrote. Counters count from the start of the process.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MILLIS });
  readonly #commands = this.#counter('commands_total', 'Commands by type and what came of them.', ['type', 'outcome']);
  readonly #refusals = this.#counter('refusals_total', 'Requests that were refused, by type of problem.', ['problem']);
  readonly #toRoute = this.#histogram('time_to_route_seconds', 'From what led to a route to the route, in log time.', ROUTE_SECONDS);
  readonly #toAcknowledge = this.#histogram(
    'time_to_acknowledge_seconds',
    'From escalation to acknowledgement, in log time.',
    PEOPLE_SECONDS,
    ['level'],
  );
  readonly #toDecide = this.#histogram('time_to_decide_seconds', 'From escalation to decision, in log time.', PEOPLE_SECONDS, ['level']);
  readonly #commits = this.#histogram('commit_appends', 'Appends that shared one commit of the log.', POWERS_OF_TWO);
  readonly #queue = this.#gauge('queue_items', 'What waits for leaders, by level and how.', ['level', 'state']);
  readonly #load = this.#gauge('level_load_percent', 'Attention of a level that is spent or spoken for, as routing counts it.', ['level']);
  readonly #lag = this.#gauge('subscriber_lag_entries', 'Entries of the log that a subscriber has not taken yet.', ['subscriber']);
  readonly #running = this.#gauge('subscriber_running', '1 while a subscriber follows the log, 0 when it has stopped.', ['subscriber']);
  readonly #entries = this.#gauge('log_entries', 'Entries of the log.');
  readonly #lateness = this.#gauge('event_loop_lag_seconds', 'How late the event loop came since the last scrape.', ['quantile']);

  constructor() {
    this.#loop.enable();
  }

  /** Counts a command by what came of it. */
  readonly observe: CommandObserver = async ({ type }, work) => {
    try {
      const accepted = await work();
      this.#commands.inc({ type, outcome: outcomeOf(accepted) });
      return accepted;
    } catch (error) {
      this.#commands.inc({ type, outcome: error instanceof DomainError ? error.code : 'failed' });
      throw error;
    }
  };

  /** `problem`: the last part of a problem's type. */
  refused(problem: string): void {
    this.#refusals.inc({ problem });
  }

  committed(appends: number): void {
    if (appends > 0) this.#commits.observe(appends);
  }

  routed(seconds: number): void {
    this.#toRoute.observe(seconds);
  }

  acknowledged(level: number, seconds: number): void {
    this.#toAcknowledge.observe({ level }, seconds);
  }

  decided(level: number, seconds: number): void {
    this.#toDecide.observe({ level }, seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text of a scrape. */
  async text(moment: Moment): Promise<string> {
    this.#entries.set(moment.headIndex + 1);
    this.#follow(moment);
    this.#count(moment);
    for (const [quantile, millis] of [
      ['0.5', this.#loop.percentile(50)],
      ['0.99', this.#loop.percentile(99)],
      ['1', this.#loop.max],
    ] as const)
      this.#lateness.set({ quantile }, Math.max(0, millis / 1e9 - LOOP_RESOLUTION_MILLIS / 1e3));
    this.#loop.reset();
    return this.#registry.metrics();
  }

  close(): void {
    this.#loop.disable();
  }

  #follow({ subscribers, headIndex }: Moment): void {
    for (const { name: subscriber, state, index } of subscribers) {
      this.#running.set({ subscriber }, state === 'running' ? 1 : 0);
      if (index !== null) this.#lag.set({ subscriber }, Math.max(0, headIndex - index));
    }
  }

  #count({ attention, workloads }: Moment): void {
    this.#queue.reset();
    this.#load.reset();
    const levelOf = new Map(attention.flatMap(({ level, people }) => people.map((person) => [person, level] as const)));
    for (const { level, loadPercent } of attention) {
      this.#load.set({ level }, loadPercent);
      for (const state of STATES) this.#queue.set({ level, state }, 0);
    }
    // What still waits for somebody who left stands at no level.
    for (const workload of workloads) {
      const level = levelOf.get(workload.person) ?? 'none';
      for (const state of STATES) this.#queue.inc({ level, state }, workload[STATE_COUNT[state]]);
    }
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `gravitas_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `gravitas_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram<L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[] = []): Histogram<L> {
    return new Histogram({ name: `gravitas_${name}`, help, buckets, labelNames, registers: [this.#registry] });
  }
}

const STATE_COUNT = { waiting: 'waiting', urgent: 'urgent', snoozed: 'snoozed', in_hand: 'inHand' } as const;
const STATES = Object.keys(STATE_COUNT) as (keyof typeof STATE_COUNT)[];

function outcomeOf({ events }: Accepted): string {
  return events.length === 0 ? 'unchanged' : 'accepted';
}
