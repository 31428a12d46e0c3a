import { Query } from '@nestjs/cqrs';

type Answer<V, M extends keyof V> = V[M] extends (...of: never[]) => Promise<infer T> ? T : never;
type Asked<V, M extends keyof V> = V[M] extends (...of: infer A) => unknown ? A : never;

/** A question to a view: one of its methods, and what it is asked. Each view has a class of its own, by which the bus finds its handler. */
export abstract class Ask<V, M extends keyof V> extends Query<Answer<V, M>> {
  readonly method: M;
  readonly asked: Asked<V, M>;

  constructor(method: M, ...asked: Asked<V, M>) {
    super();
    this.method = method;
    this.asked = asked;
  }

  /** Asks the view. */
  of(view: V): Answer<V, M> | Promise<Answer<V, M>> {
    const method = view[this.method] as (...of: Asked<V, M> & unknown[]) => Promise<Answer<V, M>>;
    return method.call(view, ...this.asked);
  }
}
