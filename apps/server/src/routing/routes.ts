import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Engine, type Accepted } from '#application';
import { explain, reasonRows, wordsIn, wouldChange, type Explicable, type FullRoute, type Policy } from '#domain';
import type { Outlook } from '#domain/routing/outlook';
import { Moments } from '../http/moments.js';
import { AskPeople } from '../people/people.queries.js';
import { AskPolicies } from '../policies/policies.queries.js';
import type { Explained, RouteView } from './routing.views.js';

/** Routes as they are shown to people. */
@Injectable()
export class Routes {
  constructor(
    private readonly engine: Engine,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  /** The route to which a command led, if it says anything new; null else. @throws NotCaughtUp it was not made in time */
  async after(accepted: Accepted, seconds: number): Promise<RouteView | null> {
    const answer = await this.engine.routeOf(accepted, accepted.id, seconds * 1000);
    return answer?.record.changed === true ? this.shown(answer.record) : null;
  }

  /** In words, with the names of its people. */
  async shown<R extends FullRoute | Outlook>(record: R): Promise<Explained<R>> {
    const { level, route, provisional, holder, owner } = record;
    const naming = await this.#namingOf(record);
    return {
      ...explain(record, naming),
      level,
      route,
      provisional,
      holder: naming.labelOf(holder),
      owner: naming.labelOf(owner),
      table: reasonRows(record, naming),
      wouldChange: wouldChange(record, naming),
      record,
    };
  }

  async #namingOf({ policy, holder, owner }: Pick<FullRoute, 'policy'> & Explicable) {
    const moment = await this.moments.at({});
    const [labels, found] = await Promise.all([
      this.queries.execute(new AskPeople('labels', [holder, owner])),
      this.queries.execute(new AskPolicies('policy', policy, moment)),
    ]);
    const { levels, currency }: Pick<Policy, 'levels' | 'currency'> = found?.policy ?? { levels: [], currency: '' };
    const labelOf = (id: string) => labels.get(id) ?? { id, name: null, title: null };
    const nameOf = (id: string) => labelOf(id).name ?? id;
    const levelOf = (level: number) => levels[level - 1]?.name ?? `level ${level}`;
    return { ...wordsIn(currency), currency, labelOf, nameOf, levelOf };
  }
}
