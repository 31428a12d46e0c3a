import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { bulkKinds, exportLines, type BulkKind, type Unseal } from '#connect';
import type { EventStore } from '#event-store';
import type { Page, ReadModels } from '#read-models';
import { EVENT_STORE, READ_MODELS, UNSEAL } from '../http/tokens.js';

type Plural = BulkKind['plural'];

/** What stands is taken out, as the lines of a file. */
export class TakeFile extends Query<AsyncIterable<string>> {
  constructor(
    readonly plural: Plural,
    readonly programme: string,
    /** The log's index and time at which people are listed. */
    readonly moment: Parameters<ReadModels['people']['list']>[0]['moment'],
  ) {
    super();
  }
}

@QueryHandler(TakeFile)
export class FilesOut implements IQueryHandler<TakeFile> {
  constructor(
    @Inject(EVENT_STORE) private readonly log: EventStore,
    @Inject(READ_MODELS) private readonly views: ReadModels,
    @Inject(UNSEAL) private readonly unseal: Unseal,
  ) {}

  async execute({ plural, programme, moment }: TakeFile): Promise<AsyncIterable<string>> {
    const { log, unseal, views } = this;
    const keys = plural === 'people' ? peopleHere(views, moment) : codesOf(views[plural], programme);
    return exportLines(bulkKinds[plural], keys, { log, unseal, where: { programme } });
  }
}

/** The top first, so that whoever reads the file meets superiors before those who report to them. */
async function* peopleHere({ people }: ReadModels, moment: TakeFile['moment']): AsyncGenerator<string> {
  for (const { id } of await people.list({ moment })) yield id;
}

const PAGE = 200;

interface CodePages {
  page(request: {
    readonly programme: string;
    readonly limit: number;
    readonly cursor: string | null;
  }): Promise<Page<{ readonly code: string }>>;
}

async function* codesOf(view: CodePages, programme: string): AsyncGenerator<string> {
  for (let cursor: string | null = null, more = true; more;) {
    const { items, next }: Page<{ readonly code: string }> = await view.page({ programme, limit: PAGE, cursor });
    for (const { code } of items) yield code;
    cursor = next;
    more = next !== null;
  }
}
