import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Orders, Page, Partners, ReadModels, Sites } from '#read-models';
import { Ask } from './ask.js';
import { READ_MODELS } from './tokens.js';

/** The views of what a programme keeps by code. */
interface MasterViews {
  readonly site: Sites;
  readonly partner: Partners;
  readonly order: Orders;
}

export type MasterRow<K extends keyof MasterViews> = MasterViews[K] extends { page(...of: never[]): Promise<Page<infer Row>> }
  ? Row
  : never;

/** What they have in common. */
interface CodeView {
  page(request: object): Promise<Page<{ readonly revision: number }>>;
  one(programme: string, code: string): Promise<{ readonly revision: number } | null>;
}

/** The questions to one kind, and their handler. */
export function queriesOf<K extends keyof MasterViews>(noun: K, plural: `${K}s`) {
  class AskFor<M extends keyof CodeView> extends Ask<CodeView, M> {}

  @QueryHandler(AskFor)
  class Handler implements IQueryHandler<AskFor<keyof CodeView>> {
    constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

    async execute(asked: AskFor<keyof CodeView>) {
      const view = this.views[plural] as unknown as CodeView & Record<K, CodeView['one']>;
      return asked.of({ page: (request) => view.page(request), one: (programme, code) => view[noun](programme, code) });
    }
  }
  return { AskFor, Handler };
}
