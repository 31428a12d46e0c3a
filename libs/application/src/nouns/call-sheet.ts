import { inForceAt, type CallSheetState, type Instant } from '#domain';
import { noun } from '../noun.js';
import type { Streams } from '../streams.js';
import { callSheets, policies, policyBooks } from '../views.js';
import { holderNow } from './holder-now.js';

export const callSheet = noun({
  name: 'callsheet',
  rules: callSheets,
  async context({ id, state, base, streams }) {
    const counterpart = state.status === 'none' ? null : await holderNow(state.counterpart, base.now, streams);
    return { callSheetId: id, counterpart, contactsToClose: await contactsToClose(state, base.now, streams) };
  },
});

/** By the policy that is in force for the partner's programme; one where there is none. */
async function contactsToClose(state: CallSheetState, now: Instant, streams: Streams): Promise<number> {
  if (state.status === 'none') return 1;
  const [own, common] = await Promise.all([state.programme, 'organisation'].map((scope) => streams.stateOf(policyBooks, scope)));
  const hash = [own, common].flatMap((book) => (book === undefined ? [] : (inForceAt(book, now)?.hash ?? []))).at(0);
  const policy = await streams.stateOf(policies, hash);
  return policy.status === 'none' ? 1 : policy.policy.parity.contacts;
}
