import type { NounName } from '#application';
import type { DomainError } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Codec } from './codecs.js';

/** What a row says of one thing, or what the log says of it: values by column, the key aside. */
export type Values = Readonly<Record<string, unknown>>;

/** Opens the personal texts of events; null where one was erased. In order. */
export type Unseal = (events: readonly RecordedEvent[]) => Promise<readonly RecordedEvent['data'][]>;

/** Where the things of a file are: `programme` is what sites, partners and orders belong to. */
export interface Where {
  readonly programme: string;
}

/** One of the nouns that are kept in files: data, so that reading, comparing and writing are the same for all. */
export interface BulkKind {
  /** As it stands in addresses and on the command line. */
  readonly plural: 'people' | 'sites' | 'partners' | 'orders';
  readonly noun: NounName;
  /** The column that names the thing. */
  readonly key: string;
  readonly columns: Readonly<Record<string, Codec<never> | Codec<unknown>>>;
  /** Those that a new thing cannot do without; others have a value that stands until something is said. */
  readonly needed: readonly string[];
  readonly defaults: Values;
  readonly prefix: string;
  /** Id of the stream, after the prefix. */
  idOf(key: string, where: Where): string;
  /** What the events of its stream come to. null: there is none. */
  valuesOf(events: readonly RecordedEvent[], unseal: Unseal): Promise<Values | 'gone' | null>;
  /** The commands that make it what is wanted, in order. `before` null: it is new. */
  commands(key: string, where: Where, wanted: Values, before: Values | null): readonly object[];
  /** The column of a refusal that may pass when other rows were done. */
  waitsFor?(error: DomainError): string | null;
}
