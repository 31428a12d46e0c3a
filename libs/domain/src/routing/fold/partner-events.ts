import type { CallSheetEvent } from '../../escalation/call-sheet.js';
import { idOf, type Recorded } from '../../event.js';
import { fromMinute } from '../../instant.js';
import type { PartnerEvent } from '../../partner/partner.js';
import type { CallSheetMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { spend } from '../v1/attention-load.js';
import { counterpartFor } from '../v1/counterpart.js';
import { foldPartner, type Counterpart, type PartnerOfCases } from '../v1/places.js';
import { policyInForce } from '../v1/policies.js';
import { reviewed, undecided, type Consequence, type Handlers } from './consequence.js';

type PutForward = Recorded<Extract<PartnerEvent, { readonly type: 'PartnerPutForward' }>>;

export const PARTNER_EVENTS: Handlers<PartnerEvent> = {
  PartnerRegistered(state, event) {
    foldPartner(state.places, idOf('partner-', event.stream), event);
    return null;
  },
  PartnerChanged(state, event) {
    foldPartner(state.places, idOf('partner-', event.stream), event);
    return null;
  },
  PartnerPutForward: putForward,
  PartnerStoodDown(state, event) {
    const id = idOf('partner-', event.stream);
    const partner = state.places.partners.get(id);
    if (partner === undefined) return null;
    const callSheets = sheetToClose(partner, state);
    partner.counterpart = null;
    return { ...reviewed(undecided(state, state.byPartner.get(id) ?? [])), callSheets };
  },
};

/** Contacts are told on the call sheet; enough of them, or closing it by hand, end it. */
export const CALL_SHEET_EVENTS: Handlers<CallSheetEvent> = {
  CallSheetOpened(state, { stream, data }) {
    const { programme, partner, putForward } = data;
    state.callSheets.set(idOf('callsheet-', stream), { partner: `${programme}.${partner}`, revision: putForward.revision });
    return null;
  },
  PartnerContacted(state, event) {
    const { by, minutes } = event.data;
    const level = state.roster.people.get(by)?.level ?? null;
    if (level !== null) spend(state.attention, level, by, minutes, state.minute);
    const counterpart = counterpartOf(state, event.stream);
    if (counterpart !== null) counterpart.contactsLeft = Math.max(0, counterpart.contactsLeft - 1);
    return null;
  },
  CallSheetClosed(state, event) {
    const counterpart = event.data.because === 'hand' ? counterpartOf(state, event.stream) : null;
    if (counterpart !== null) counterpart.contactsLeft = 0;
    return null;
  },
};

/** A key partner has put somebody forward: one counterpart is named, with one call sheet; a former one is closed. */
function putForward(state: RouterState, event: PutForward): Consequence | null {
  const id = idOf('partner-', event.stream);
  const partner = state.places.partners.get(id);
  if (partner === undefined) return null;
  const cases = undecided(state, state.byPartner.get(id) ?? []);
  const { programme, code, rank } = event.data;
  const hash = partner.key ? policyInForce(state.policies, programme, state.now) : null;
  const policy = hash === null ? undefined : state.policies.byHash.get(hash);
  if (policy === undefined) return reviewed(cases);
  const former = sheetToClose(partner, state);
  const named = counterpartFor(state, { programme, partner: code }, rank, policy);
  partner.counterpart = { ...named, putForwardId: event.id, putForwardRevision: event.revision };
  const opened: CallSheetMove = {
    move: 'open',
    putForwardId: event.id,
    data: {
      programme,
      partner: code,
      rank,
      counterpart: named.person,
      until: fromMinute(named.until),
      putForward: { stream: event.stream, revision: event.revision },
    },
  };
  return { ...reviewed(cases), callSheets: [...former, opened] };
}

function sheetToClose({ counterpart }: PartnerOfCases, { minute }: RouterState): CallSheetMove[] {
  if (counterpart === null || counterpart.contactsLeft === 0 || minute >= counterpart.until) return [];
  return [{ move: 'close', putForwardId: counterpart.putForwardId, because: 'stood_down' }];
}

function counterpartOf(state: RouterState, stream: string): Counterpart | null {
  const sheet = state.callSheets.get(idOf('callsheet-', stream));
  const counterpart = sheet === undefined ? null : (state.places.partners.get(sheet.partner)?.counterpart ?? null);
  return counterpart?.putForwardRevision === sheet?.revision ? counterpart : null;
}
