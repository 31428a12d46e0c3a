import type { EventShape, Instant } from '#domain';
import type { NewEvent } from '#event-store';
import type { JsonObject } from '#ledger';
import { actorName, authOf } from './claim.js';
import type { Given } from './command.js';

/** The version of every event type's shape so far. */
const SCHEMA = 1;

/** What was decided, as events to append; their personal fields are not sealed yet. */
export function envelopesOf<Command extends object>(
  decided: readonly EventShape[],
  given: Given<Command>,
  now: Instant,
): readonly NewEvent[] {
  const { command, claim, commandId, hash, origin, correlationId = commandId } = given;
  const occurredAt = 'occurredAt' in command && typeof command.occurredAt === 'string' ? command.occurredAt : undefined;
  const onBehalfOf = claim.kind === 'person' ? claim.onBehalfOf : undefined;
  const common = {
    schema: SCHEMA,
    recordedAt: now,
    ...(occurredAt === undefined ? undefined : { occurredAt }),
    actor: actorName(claim),
    ...(onBehalfOf === undefined ? undefined : { onBehalfOf }),
    auth: authOf(claim),
    correlationId,
    causationId: commandId,
    ...(hash === undefined ? undefined : { commandHash: hash }),
    ...(origin === undefined ? undefined : { origin }),
  };
  return decided.map(({ type, data }, n) => ({ ...common, id: given.eventId(n), type, data: data as JsonObject }));
}

/** Whose personal data the texts of an event are: the one's alone whose attributes they are, else the author's and those mentioned. */
export function subjectsOf<Command>(
  type: string,
  { claim, id, mentions = [] }: Given<Command>,
  identity: readonly string[] = [],
): readonly string[] {
  return identity.includes(type) ? [id] : [...new Set([actorName(claim), ...mentions])];
}
