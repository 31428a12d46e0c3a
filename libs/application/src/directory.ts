import type { DomainEvent, Pattern } from '#domain';
import type { Position, RecordedEvent } from '#event-store';
import { KeptMap } from './kept-map.js';
import type { Keep, KeptState } from './kept-state.js';
import type { Subscriber } from './subscriber.js';

export interface PlaybookEntry {
  readonly id: string;
  readonly pattern: Pattern;
}

/** What a decider's context needs to find by something else than its id. */
export interface Directory {
  /** How many people are administrators of the whole organisation, by the end of the log at this moment. */
  administrators(): Promise<number>;
  /** Id of the issue's newest escalation, live or over; null: it never had one. */
  escalationOf(issue: string): string | null;
  /** The playbooks of a programme, the more closely named patterns first, then by id: the first that fits a case counts. */
  playbooksOf(programme: string): readonly PlaybookEntry[];
}

/** The directory as a fold over the log, in memory. */
export class DirectoryFold implements Directory, Subscriber {
  readonly name = 'directory';
  readonly version = 1;
  readonly #upToDate: () => Promise<void>;
  readonly #administrators = new Set<string>();
  readonly #escalations = new KeptMap<string, string>('escalations', 'lazily');
  readonly #playbooks = new KeptMap<string, PlaybookEntry[]>('playbooks', 'wholly');
  /** By the SHA-256 of a token. */
  readonly #sources = new KeptMap<string, string>('sources', 'wholly');
  readonly #kept: KeptState | null;

  /** `upToDate` resolves once this fold has seen all that is in the log now. */
  constructor(upToDate: () => Promise<void>, keep: Keep = () => null) {
    this.#upToDate = upToDate;
    this.#kept = keep(this.name, {
      maps: [this.#escalations, this.#playbooks, this.#sources],
      rest: () => this.#administrators,
      setRest: (administrators) => (administrators as ReadonlySet<string>).forEach((id) => this.#administrators.add(id)),
    });
  }

  async administrators(): Promise<number> {
    await this.#upToDate();
    return this.#administrators.size;
  }

  escalationOf(issue: string): string | null {
    return this.#escalations.get(issue) ?? null;
  }

  playbooksOf(programme: string): readonly PlaybookEntry[] {
    return this.#playbooks.get(programme) ?? [];
  }

  /** The source whose token has this SHA-256, as of a moment ago; null: none. Whether it still opens, the source's own stream says. */
  sourceOfToken(hash: string): string | null {
    return this.#sources.get(hash) ?? null;
  }

  async position(): Promise<Position | null> {
    return (await this.#kept?.restore()) ?? null;
  }

  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    for (const event of events) this.#evolve(event as unknown as DomainEvent, idOf(event.stream));
    await this.#kept?.folded(events, through);
  }

  #evolve(event: DomainEvent, id: string): void {
    switch (event.type) {
      case 'RoleGiven':
        if (event.data.role === 'administrator' && isEverywhere(event.data.scope)) this.#administrators.add(id);
        return;
      case 'RoleTaken':
        if (event.data.role === 'administrator' && isEverywhere(event.data.scope)) this.#administrators.delete(id);
        return;
      case 'PersonLeft':
        this.#administrators.delete(id);
        return;
      case 'EscalationOpened':
        this.#escalations.set(event.data.issue, id);
        return;
      case 'PlaybookOpened': {
        const { programme, pattern } = event.data;
        this.#playbooks.set(programme, [...this.playbooksOf(programme), { id, pattern }].sort(byCloseness));
        return;
      }
      case 'SourceKeyIssued':
        if (event.data.use === 'token') this.#sources.set(event.data.proof, id);
        return;
      default:
    }
  }
}

/** What follows the first hyphen: no prefix holds another. */
function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

function isEverywhere(scope: object): boolean {
  return Object.keys(scope).length === 0;
}

function byCloseness(a: PlaybookEntry, b: PlaybookEntry): number {
  return Object.keys(b.pattern).length - Object.keys(a.pattern).length || (a.id < b.id ? -1 : 1);
}
