import type { Accepted } from './command.js';

/** What whoever counts or traces commands is told of one: nothing that anybody wrote. */
export interface ObservedCommand {
  readonly noun: string;
  readonly type: string;
  readonly correlationId: string;
}

/** Stands around each command, whoever gives it, and answers what comes of the work, as it is. */
export type CommandObserver = (command: ObservedCommand, work: () => Promise<Accepted>) => Promise<Accepted>;
