import type { CommandIds } from '#application';
import {
  accountableFor,
  type EscalationCommand,
  type FileIssue,
  type IssueCommand,
  type OpenedEscalation,
  type StandingDecision,
} from '#domain';
import { DISTRICTS } from './districts.js';
import type { Managers } from './managers.js';
import { PROGRAMME } from './programme.js';
import type { Stage, Who } from './stage.js';
import { at } from './story-time.js';
import type { CaseSeen } from './world.js';

/** What a scene says of an issue; what it leaves out is unknown or not the case. */
export type Told = Pick<FileIssue, 'title' | 'kind' | 'site'> & Partial<FileIssue>;

/** A moment of the story, and what happens in it. */
export type Scene = readonly [day: string, time: string, act: (script: Script) => Promise<void>];

/** The scenes' own means: issues by name, and who has them. Nobody else touches an issue of a scene until it is left. */
export class Script {
  readonly stage: Stage;
  readonly #managers: Managers;
  readonly #ids = new Map<string, string>();

  constructor(stage: Stage, managers: Managers) {
    this.stage = stage;
    this.#managers = managers;
  }

  plan(scenes: readonly Scene[]): void {
    for (const [day, time, act] of scenes) this.stage.agenda.add(at(day, time), () => act(this));
  }

  async file(name: string, by: string, told: Told): Promise<void> {
    const filing: FileIssue = { ...UNTOLD, order: DISTRICTS.find(({ code }) => code === told.site)?.order ?? null, ...told };
    const { id } = await this.stage.give(by, 'issue', filing);
    this.stage.reserved.add(id);
    this.#managers.lookAfter(id, filing, 300);
    this.#ids.set(name, id);
  }

  /** From now on managers and leaders do with it what they do with any other. */
  leave(name: string): void {
    this.stage.reserved.delete(this.id(name));
  }

  id(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new RangeError(`no scene has filed ${name}`);
    return id;
  }

  seen(name: string): CaseSeen {
    return this.stage.world.caseOf(this.id(name));
  }

  /** Who answers for its escalation now. */
  leaderOf(name: string): string {
    return accountableFor(this.escalationOf(name));
  }

  ownerOf(name: string): string {
    return this.stage.world.ownerOf(this.seen(name)) ?? this.seen(name).filer;
  }

  isUp(name: string): boolean {
    return this.stage.world.liveOf(this.seen(name)) !== null;
  }

  escalationOf(name: string): OpenedEscalation {
    const { escalation } = this.seen(name);
    const state = escalation === null ? undefined : this.stage.world.escalations.get(escalation);
    if (state === undefined) throw new RangeError(`${name} has not gone up`);
    return state;
  }

  decisionOf(name: string): StandingDecision {
    const state = this.escalationOf(name);
    if (state.status !== 'decided') throw new RangeError(`nothing is decided about ${name}`);
    return state.decision;
  }

  reportOf(name: string): string {
    const { report } = this.escalationOf(name);
    if (report === null) throw new RangeError(`nobody has told of a decision about ${name}`);
    return report.reportId;
  }

  async onIssue(name: string, who: Who, command: IssueCommand): Promise<void> {
    await this.stage.give(who, 'issue', command, this.id(name));
  }

  async onEscalation(name: string, who: Who, command: EscalationCommand | ((ids: CommandIds) => EscalationCommand)): Promise<void> {
    await this.stage.give(who, 'escalation', command, this.seen(name).escalation);
  }
}

const UNTOLD: Omit<FileIssue, 'title' | 'kind' | 'site'> = {
  type: 'FileIssue',
  programme: PROGRAMME,
  description: null,
  externalReference: null,
  lines: 1,
  partner: null,
  order: null,
  serials: [],
  units: null,
  valueAtRisk: null,
  delayCostPerDay: null,
  neededBy: null,
  workaroundUntil: null,
  visibility: 0,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
};
