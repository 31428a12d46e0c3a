import type { DomainEvent } from '#domain';
import type { RecordedEvent } from '#event-store';
import { KeptMap } from './kept-map.js';
import type { Task } from './router-tasks.js';

/** After one of these there is nothing left to follow or to close in the stream. */
const ENDS: readonly DomainEvent['type'][] = [
  'EscalationDecided',
  'DecisionConfirmed',
  'StandingOrderApplied',
  'EscalationReturned',
  'EscalationHandedOver',
  'EscalationWithdrawn',
  'CallSheetClosed',
];

const ROUTING = 'routing-';

/**
 * Tasks that are not known to be done, by queue and in order. A task that was refused, or that changed nothing, leaves no mark in
 * the log; what comes after it in its queue and did leave one speaks for it, or the end of what it was about.
 */
export class OpenTasks {
  readonly #queues = new KeptMap<string, readonly Task[]>('tasks', 'wholly');
  readonly #queueOf = new KeptMap<string, string>('queues', 'wholly');
  /** Where its state is. */
  readonly maps = [this.#queues, this.#queueOf] as const;

  add(task: Task): void {
    this.#queues.set(task.queue, [...(this.#queues.get(task.queue) ?? []), task]);
    if (task.kind !== 'route') this.#queueOf.set(task.stream, task.queue);
  }

  done(task: Task): void {
    this.#keep(task.queue, (tasks) => tasks.slice(tasks.indexOf(task) + 1));
  }

  /** An event of the log: what it shows to be done is open no longer. */
  met({ id, causationId, stream, type }: RecordedEvent): void {
    const queue = stream.startsWith(ROUTING) ? stream.slice(ROUTING.length) : this.#queueOf.get(stream);
    if (queue === undefined) return;
    this.#keep(queue, (tasks) => tasks.slice(1 + tasks.findLastIndex((task) => task.id === id || task.id === causationId)));
    this.#keep(queue, (tasks) => tasks.filter((task) => task.stream !== stream || !isOutdated(task, type)));
    if ((ENDS as readonly string[]).includes(type)) this.#queueOf.delete(stream);
  }

  all(): readonly Task[] {
    return [...this.#queues.values()].flat();
  }

  #keep(queue: string, kept: (tasks: readonly Task[]) => readonly Task[]): void {
    const tasks = kept(this.#queues.get(queue) ?? []);
    if (tasks.length === 0) this.#queues.delete(queue);
    else this.#queues.set(queue, tasks);
  }
}

/**
 * Whether a task of the stream, refused or not, must not be tried again after this event of the same stream. What a leader claimed
 * stays, and so does what was snoozed after the fact changed, also when that is over by the next start.
 */
function isOutdated(task: Task, type: string): boolean {
  if ((ENDS as readonly string[]).includes(type)) return !task.opens;
  if (task.kind !== 'escalation') return false;
  const { move } = task;
  return (
    (type === 'EscalationClaimed' && move.move === 'follow' && move.to === null) || (type === 'EscalationSnoozed' && move.move === 'wake')
  );
}
