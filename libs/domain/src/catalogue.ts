import type { CalendarEvent } from './calendar/calendar.js';
import type { CallSheetEvent } from './escalation/call-sheet.js';
import type { EscalationEvent } from './escalation/escalation.js';
import type { IssueEvent } from './issue/issue.js';
import type { OrderEvent } from './order/order.js';
import type { PartnerEvent } from './partner/partner.js';
import type { PersonEvent } from './person/person.js';
import type { PlaybookEvent } from './playbook/playbook.js';
import type { PolicyBookEvent } from './policy/policy-book.js';
import type { PolicyEvent } from './policy/policy.js';
import type { ProgrammeEvent } from './programme/programme.js';
import type { ReservationEvent } from './reservation/reservation.js';
import type { ClockEvent, RoutingEvent } from './routing/route-record.js';
import type { SiteEvent } from './site/site.js';
import type { DeadLetterEvent } from './source/dead-letters.js';
import type { SourceEvent } from './source/source.js';

/** Every event of the log, by the prefix of the streams it lives in. */
export interface EventsByStream {
  'programme-': ProgrammeEvent;
  'site-': SiteEvent;
  'partner-': PartnerEvent;
  'order-': OrderEvent;
  'person-': PersonEvent;
  'reservation-': ReservationEvent;
  'issue-': IssueEvent;
  'routing-': RoutingEvent;
  'clock-': ClockEvent;
  'escalation-': EscalationEvent;
  'callsheet-': CallSheetEvent;
  'policy-': PolicyEvent;
  'policybook-': PolicyBookEvent;
  'playbook-': PlaybookEvent;
  'calendar-': CalendarEvent;
  'source-': SourceEvent;
  'deadletters-': DeadLetterEvent;
}

export type StreamPrefix = keyof EventsByStream;

/** Any event of the domain. */
export type DomainEvent = EventsByStream[StreamPrefix];
