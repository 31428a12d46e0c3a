import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Engine, type Accepted } from '#application';
import { explain, type FullRoute } from '#domain';
import { Moments } from '../http/moments.js';
import { AskPeople } from '../people/people.queries.js';
import { AskPolicies } from '../policies/policies.queries.js';
import type { RouteView } from './routing.views.js';

/** Routes as they are shown to people. */
@Injectable()
export class Routes {
  constructor(
    private readonly engine: Engine,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  /** The route to which a command led, if it was made in time and says anything new; null else. @throws NotCaughtUp */
  async after(accepted: Accepted, seconds: number): Promise<RouteView | null> {
    const answer = await this.engine.routeOf(accepted, accepted.id, seconds * 1000);
    if (answer === null || !answer.record.changed) return null;
    return this.shown(answer.record);
  }

  /** The route with the names of its people, in words. */
  async shown(record: FullRoute): Promise<RouteView> {
    const { level, route, provisional, holder, owner } = record;
    const labels = await this.queries.execute(new AskPeople('labels', [holder, owner]));
    const organisation = await this.queries.execute(new AskPolicies('organisation', await this.moments.at({})));
    const labelOf = (id: string) => labels.get(id) ?? { id, name: null, title: null };
    const nameOf = (id: string) => labelOf(id).name ?? id;
    const words = explain(record, { nameOf, currency: organisation?.routingCurrency ?? '' });
    return { ...words, level, route, provisional, holder: labelOf(holder), owner: labelOf(owner), record };
  }
}
