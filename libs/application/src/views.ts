import {
  calendarDecider,
  callSheetDecider,
  deadLetterDecider,
  escalationDecider,
  issueDecider,
  orderDecider,
  partnerDecider,
  personDecider,
  playbookDecider,
  policyBookDecider,
  policyDecider,
  programmeDecider,
  siteDecider,
  sourceDecider,
  toMinute,
  type CalendarEvent,
  type FullRoute,
  type RoutingEvent,
} from '#domain';
import { ASSUMED_WEEK, published, type WorkingTime } from '#domain/calendar/working-time';
import type { View } from './streams.js';

// One object each: folded streams are kept by it.
export const people = { prefix: 'person-', ...personDecider };
export const programmes = { prefix: 'programme-', ...programmeDecider };
/** The id of a site, partner or order is `<programme>.<code>`. */
export const sites = { prefix: 'site-', ...siteDecider };
export const partners = { prefix: 'partner-', ...partnerDecider };
export const orders = { prefix: 'order-', ...orderDecider };
export const calendars = { prefix: 'calendar-', ...calendarDecider };
export const policies = { prefix: 'policy-', ...policyDecider };
export const policyBooks = { prefix: 'policybook-', ...policyBookDecider };
export const playbooks = { prefix: 'playbook-', ...playbookDecider };
export const escalations = { prefix: 'escalation-', ...escalationDecider };
export const sources = { prefix: 'source-', ...sourceDecider };
export const deadLetters = { prefix: 'deadletters-', ...deadLetterDecider };
export const callSheets = { prefix: 'callsheet-', ...callSheetDecider };
export const issues = { prefix: 'issue-', ...issueDecider };

/** The last full route of an issue. */
export const routes: View<RoutingEvent, FullRoute | null> = {
  prefix: 'routing-',
  initial: null,
  evolve: (last, { data }) => (data.changed ? data : last),
};

/** A calendar as the router counts with it. */
export const workingTimes: View<CalendarEvent, WorkingTime> = {
  prefix: 'calendar-',
  initial: ASSUMED_WEEK,
  evolve: (time, { data: { from, until, intervals } }) => published(time, { from: toMinute(from), until: toMinute(until), intervals }),
};
