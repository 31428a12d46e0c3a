import { Inject, Injectable } from '@nestjs/common';
import { covers, type CallSheetEvent, type EscalationEvent, type Place, type PlaybookEvent } from '#domain';
import type { EventStore, RecordedEvent } from '#event-store';
import type { ReadModels } from '#read-models';
import { holdsEverywhere, visibilityOf, type Caller } from '../http/caller.js';
import { sees } from '../http/programme-scope.js';
import { EVENT_STORE, READ_MODELS } from '../http/tokens.js';

type FirstEvent<E extends { readonly data: object }, T> = Extract<E, { readonly type: T }>['data'];

const MOST_REMEMBERED = 10_000;

/** Which entries of the log a reader may hear of: by the same rules as the views, and never more. */
@Injectable()
export class ReaderScope {
  /** What the first event of a stream says never changes. */
  readonly #first = new Map<string, unknown>();

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly views: ReadModels,
  ) {}

  /** The issue that an entry is about, if it is about one. */
  async issueOf({ stream }: RecordedEvent): Promise<string | null> {
    const { prefix, id } = partsOf(stream);
    if (prefix === 'issue' || prefix === 'routing' || prefix === 'clock') return id;
    if (prefix !== 'escalation') return null;
    return (await this.#firstOf<FirstEvent<EscalationEvent, 'EscalationOpened'>>(stream))?.issue ?? null;
  }

  /** Those of the entries that the reader may hear of. */
  async visible(events: readonly RecordedEvent[], reader: Caller): Promise<readonly RecordedEvent[]> {
    if (visibilityOf(reader).everything) return events;
    const issues = new Map<string, Promise<boolean>>();
    const isVisible = await Promise.all(events.map((event) => this.#mayHear(event, reader, issues)));
    return events.filter((_, i) => isVisible[i]);
  }

  async #mayHear(event: RecordedEvent, reader: Caller, issues: Map<string, Promise<boolean>>): Promise<boolean> {
    const { prefix, id } = partsOf(event.stream);
    switch (prefix) {
      case 'issue':
      case 'routing':
      case 'clock':
      case 'escalation':
        return this.#seesIssue(await this.issueOf(event), reader, issues);
      case 'callsheet': {
        const sheet = await this.#firstOf<FirstEvent<CallSheetEvent, 'CallSheetOpened'>>(event.stream);
        return sheet !== null && seesSheet(sheet, reader);
      }
      case 'playbook': {
        const playbook = await this.#firstOf<FirstEvent<PlaybookEvent, 'PlaybookOpened'>>(event.stream);
        return playbook !== null && sees(reader, playbook.programme);
      }
      case 'programme':
        return sees(reader, id);
      case 'site':
      case 'partner':
      case 'order':
        return sees(reader, id.slice(0, id.indexOf('.')));
      case 'person':
        return id === reader.claim.id || hearsOfPeople(event, reader);
      case 'policybook':
        return id === 'organisation' || sees(reader, id);
      case 'policy':
      case 'calendar':
        return true;
      default:
        return false;
    }
  }

  #seesIssue(issue: string | null, reader: Caller, asked: Map<string, Promise<boolean>>): Promise<boolean> {
    if (issue === null) return Promise.resolve(false);
    const known = asked.get(issue) ?? this.#ask(issue, reader);
    asked.set(issue, known);
    return known;
  }

  async #ask(issue: string, reader: Caller): Promise<boolean> {
    const moment = { now: '9999-12-31T23:59:59.999Z', index: null };
    return (await this.views.board.issue({ issue, visibility: visibilityOf(reader), moment })) !== null;
  }

  async #firstOf<T>(stream: string): Promise<T | null> {
    const known = this.#first.get(stream);
    if (known !== undefined) return known as T;
    const [first] = await this.store.readStream(stream, { limit: 1 });
    if (first === undefined) return null;
    if (this.#first.size >= MOST_REMEMBERED) this.#first.clear();
    this.#first.set(stream, first.data);
    return first.data as T;
  }
}

function seesSheet(sheet: Place & { readonly counterpart: string }, { claim, rights }: Caller): boolean {
  const isOwn = sheet.counterpart === claim.id && rights.limited !== true;
  return isOwn || rights.roles.some(({ role, scope }) => role !== 'service' && covers(scope, sheet));
}

/** Feeds know nobody; tokens and conflicts of interest are for administrators of the whole organisation. */
function hearsOfPeople({ type }: RecordedEvent, reader: Caller): boolean {
  if (/^Token|^Conflict/.test(type)) return holdsEverywhere(reader, ['administrator']);
  return reader.rights.roles.some(({ role }) => role !== 'service');
}

/** `issue-42` → `issue` and `42`: no prefix holds a hyphen. */
function partsOf(stream: string): { readonly prefix: string; readonly id: string } {
  const hyphen = stream.indexOf('-');
  return { prefix: stream.slice(0, hyphen), id: stream.slice(hyphen + 1) };
}
