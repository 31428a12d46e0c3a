import type { SpanContext } from '@opentelemetry/api';

const MOST_REMEMBERED = 10_000;

/** Where a correlation stands: the span on which hangs what it leads to next, and since when it waits for that. */
export interface Standing {
  readonly span: SpanContext;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/**
 * The newest correlations. A route and a view come later and elsewhere than the request that led to them; the correlation id, which every
 * event carries, is the thread.
 */
export class Correlations {
  readonly #standing = new Map<string, Standing>();

  get(correlationId: string): Standing | undefined {
    return this.#standing.get(correlationId);
  }

  set(correlationId: string, span: SpanContext): void {
    this.#standing.delete(correlationId);
    this.#standing.set(correlationId, { span, since: Date.now() });
    if (this.#standing.size > MOST_REMEMBERED) this.#standing.delete(this.#standing.keys().next().value as string);
  }
}
