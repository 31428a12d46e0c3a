import { Inject } from '@nestjs/common';
import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Engine, type Claim } from '#application';
import {
  bulkKinds,
  BulkRefused,
  exportLines,
  ImportRefused,
  openBytes,
  runBulk,
  type BulkKind,
  type BulkOptions,
  type BulkReport,
} from '#connect';
import type { EventStore } from '#event-store';
import type { Page, ReadModels, Unseal } from '#read-models';
import { HttpProblem } from '../http/problem.js';
import { EVENT_STORE, READ_MODELS, UNSEAL } from '../http/tokens.js';

type Plural = BulkKind['plural'];

/** A file is brought in. */
export class BringFile extends Command<BulkReport> {
  constructor(
    readonly plural: Plural,
    readonly bytes: Buffer,
    readonly by: { readonly claim: Claim; readonly programme: string; readonly correlationId: string },
    readonly options: BulkOptions,
  ) {
    super();
  }
}

@CommandHandler(BringFile)
export class FilesIn implements ICommandHandler<BringFile> {
  constructor(
    private readonly engine: Engine,
    @Inject(EVENT_STORE) private readonly log: EventStore,
    @Inject(UNSEAL) private readonly unseal: Unseal,
  ) {}

  async execute({ plural, bytes, by: { claim, programme, correlationId }, options }: BringFile): Promise<BulkReport> {
    const { engine, log, unseal } = this;
    const parts = { engine, log, unseal, claim, correlationId, where: { programme } };
    try {
      return await runBulk(bulkKinds[plural], await openBytes(bytes), parts, options);
    } catch (error) {
      if (error instanceof BulkRefused) throw rowsWrong(error);
      if (error instanceof ImportRefused) throw new HttpProblem('file-refused', error.message);
      throw error;
    }
  }
}

const MOST_ERRORS = 100;

function rowsWrong({ report: { rowsRejected, faults } }: BulkRefused): HttpProblem {
  const errors = faults
    .slice(0, MOST_ERRORS)
    .map(({ row, column, reason }) => ({ field: `row ${row}${column === '' ? '' : `, ${column}`}`, rule: reason }));
  const many = rowsRejected === 1 ? '1 row is' : `${rowsRejected} rows are`;
  return new HttpProblem('rows-wrong', `${many} wrong, and the file is to be taken as a whole: nothing was written`, { errors });
}

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
