import type { Grant } from '#domain';
import type { Streams } from '../streams.js';
import { people } from '../views.js';

/** Those of somebody's grants that stand: what was passed on falls with the grant that it is a part of, however far back. */
export async function standingGrants(grants: readonly Grant[], streams: Streams): Promise<readonly Grant[]> {
  const stand = await Promise.all(grants.map((grant) => stands(grant, streams)));
  return grants.filter((_, index) => stand[index]);
}

async function stands({ givenBy, passedOnFrom }: Grant, streams: Streams): Promise<boolean> {
  if (passedOnFrom === undefined) return true;
  const giver = await streams.stateOf(people, givenBy);
  const source = giver.status === 'here' ? giver.grants.find(({ grantId }) => grantId === passedOnFrom) : undefined;
  return source !== undefined && stands(source, streams);
}
