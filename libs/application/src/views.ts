import {
  calendarDecider,
  issueDecider,
  orderDecider,
  partnerDecider,
  personDecider,
  playbookDecider,
  policyBookDecider,
  policyDecider,
  programmeDecider,
  siteDecider,
  type FullRoute,
  type RoutingEvent,
} from '#domain';
import type { View } from './streams.js';

/** Every noun's states, and the last full route of an issue. One object each: folded streams are kept by it. */
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
export const issues = { prefix: 'issue-', ...issueDecider };

export const routes: View<RoutingEvent, FullRoute | null> = {
  prefix: 'routing-',
  initial: null,
  evolve: (last, { data }) => (data.changed ? data : last),
};
