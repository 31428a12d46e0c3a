import { ASSUMED_WEEK, published } from '../../calendar/working-time.js';
import type { CalendarEvent } from '../../calendar/calendar.js';
import { idOf } from '../../event.js';
import { toMinute } from '../../instant.js';
import type { OrderEvent } from '../../order/order.js';
import type { ReservationEvent } from '../../reservation/reservation.js';
import type { PlaybookEvent } from '../../playbook/playbook.js';
import type { PolicyBookEvent } from '../../policy/policy-book.js';
import type { PolicyEvent } from '../../policy/policy.js';
import type { ProgrammeEvent } from '../../programme/programme.js';
import type { SiteEvent } from '../../site/site.js';
import type { DeadLetterEvent } from '../../source/dead-letters.js';
import type { SourceEvent } from '../../source/source.js';
import type { RouterState } from '../router-state.js';
import { matches } from '../v1/authority.js';
import type { Case } from '../v1/case.js';
import { classOf } from '../v1/facts.js';
import { foldOrder, foldSite } from '../v1/places.js';
import { foldPlaybook, type PlaybookOfCases } from '../v1/playbooks.js';
import { foldPolicy } from '../v1/policies.js';
import { foldProgramme } from '../v1/programmes.js';
import { ignored, reviewed, undecided, type Handler, type Handlers } from './consequence.js';

const programme: Handler<ProgrammeEvent> = (state, event) => {
  foldProgramme(state.programmes, idOf('programme-', event.stream), event, event.revision);
  return null;
};
const site: Handler<SiteEvent> = (state, event) => {
  foldSite(state.places, idOf('site-', event.stream), event);
  return null;
};
const order: Handler<OrderEvent> = (state, event) => {
  foldOrder(state.places, idOf('order-', event.stream), event, event.stream, event.revision);
  return null;
};
/** Running cases stay with the policy that they were first routed with, so an activation touches none. */
const policy: Handler<PolicyEvent | PolicyBookEvent> = (state, event) => {
  foldPolicy(state.policies, event);
  return null;
};
const playbook: Handler<PlaybookEvent> = (state, event) => {
  const source = { stream: event.stream, revision: event.revision };
  const touched = foldPlaybook(state.playbooks, idOf('playbook-', event.stream), event, source);
  return touched === null ? null : reviewed(casesLike(state, touched));
};
const calendar: Handler<CalendarEvent> = (state, { stream, data }) => {
  const id = idOf('calendar-', stream);
  const span = { from: toMinute(data.from), until: toMinute(data.until), intervals: data.intervals };
  state.calendars.set(id, published(state.calendars.get(id) ?? ASSUMED_WEEK, span));
  return null;
};

/** What cases refer to. */
export const REFERENCE_EVENTS: Handlers<
  | ProgrammeEvent
  | SiteEvent
  | OrderEvent
  | PolicyEvent
  | PolicyBookEvent
  | PlaybookEvent
  | CalendarEvent
  | ReservationEvent
  | SourceEvent
  | DeadLetterEvent
> = {
  ProgrammeStarted: programme,
  LaunchRenewed: programme,
  PhaseChanged: programme,
  SponsorChanged: programme,
  KindAdded: programme,
  CriticalDetailsChanged: programme,
  EconomicsChanged: programme,
  BudgetChanged: programme,
  CalendarChosen: programme,
  DemoMarked: programme,
  ImportStarted: programme,
  ImportEnded: programme,
  SiteRegistered: site,
  SiteChanged: site,
  OrderRegistered: order,
  OrderChanged: order,
  PolicyProposed: policy,
  PolicyApproved: policy,
  PolicyRejected: policy,
  OrganisationSetUp: policy,
  PolicyActivated: policy,
  SoloModeSwitched: policy,
  ExchangeRateRecorded: policy,
  PlaybookOpened: playbook,
  LeversChanged: playbook,
  HandOverGiven: playbook,
  HandOverLimited: playbook,
  HandOverEnded: playbook,
  HandOverReturned: playbook,
  StandingOrderAgreed: playbook,
  StandingOrderEnded: playbook,
  CalendarPublished: calendar,
  NameReserved: ignored,
  SourceRegistered: ignored,
  SourceChanged: ignored,
  SourceKeyIssued: ignored,
  SourceKeyRevoked: ignored,
  SourceClosed: ignored,
  DeadLetterKept: ignored,
  DeadLetterSent: ignored,
  DeadLetterDropped: ignored,
};

/** The undecided cases of a playbook's pattern. */
function casesLike(state: RouterState, { programme: of, pattern }: PlaybookOfCases): Case[] {
  const keys = pattern.kind === undefined ? [...state.byKind.keys()].filter((key) => key.startsWith(`${of}.`)) : [`${of}.${pattern.kind}`];
  return keys
    .flatMap((key) => undecided(state, state.byKind.get(key) ?? []))
    .filter((each) => matches(pattern, classOf(state, each)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
