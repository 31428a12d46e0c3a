import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Claim } from '#application';
import {
  bulkKinds,
  BulkRefused,
  ImportRefused,
  openBytes,
  runBulk,
  type BulkKind,
  type BulkOptions,
  type BulkReport,
  type Unseal,
} from '#connect';
import type { EventStore } from '#event-store';
import { HttpProblem } from '../http/problem.js';
import { EVENT_STORE, UNSEAL } from '../http/tokens.js';

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
