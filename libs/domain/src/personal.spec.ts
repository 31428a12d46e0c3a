import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { calendarDecider } from './calendar/calendar.decider.js';
import { callSheetDecider } from './escalation/call-sheet.decider.js';
import { escalationDecider } from './escalation/escalation.decider.js';
import { issueDecider } from './issue/issue.decider.js';
import { orderDecider } from './order/order.decider.js';
import { partnerDecider } from './partner/partner.decider.js';
import { personDecider } from './person/person.decider.js';
import { plain, type Personal, type Plain, type Sealed } from './personal.js';
import { playbookDecider } from './playbook/playbook.decider.js';
import { policyBookDecider } from './policy/policy-book.decider.js';
import { policyDecider } from './policy/policy.decider.js';
import { programmeDecider } from './programme/programme.decider.js';
import { reservationDecider } from './reservation/reservation.decider.js';
import { siteDecider } from './site/site.decider.js';
import { deadLetterDecider } from './source/dead-letters.decider.js';
import { sourceDecider } from './source/source.decider.js';
import type { Holders } from './testing/holds-personal.js';

const deciders = {
  'calendar/calendar': calendarDecider,
  'escalation/call-sheet': callSheetDecider,
  'escalation/escalation': escalationDecider,
  'issue/issue': issueDecider,
  'order/order': orderDecider,
  'partner/partner': partnerDecider,
  'person/person': personDecider,
  'playbook/playbook': playbookDecider,
  'policy/policy': policyDecider,
  'policy/policy-book': policyBookDecider,
  'programme/programme': programmeDecider,
  'reservation/reservation': reservationDecider,
  'site/site': siteDecider,
  'source/dead-letters': deadLetterDecider,
  'source/source': sourceDecider,
};

type States = { [File in keyof typeof deciders]: ReturnType<(typeof deciders)[File]['evolve']> };

/** `clean`, or the names of those that hold personal data: then the type checker says them. */
type Verdict<Types> = [Holders<Types>] extends [never] ? 'clean' : Holders<Types>;

/** Every way in which a state could come to hold personal data; each must be found. */
interface Seeds {
  field: { readonly name: Personal };
  sealed: { readonly name: Sealed };
  optional: { readonly note?: Plain };
  deep: { readonly cases: readonly { readonly note: Personal | null }[] };
  tuple: { readonly pair: readonly [code: string, note: Plain] };
  keyed: { readonly notes: Readonly<Record<string, Personal>> };
  map: { readonly notes: ReadonlyMap<string, Personal> };
  set: { readonly notes: ReadonlySet<Personal> };
  oneOfMany: { readonly status: 'none' } | { readonly status: 'named'; readonly name: Personal };
  anything: { readonly rest: unknown };
  anyObject: { readonly rest: object };
}

interface Lawful {
  weak: { readonly pattern: { readonly kind?: string; readonly siteClass?: string } };
  nested: { readonly lines: readonly (readonly [number, number])[]; readonly by: Readonly<Record<string, { readonly n: number }>> };
  nothing: { readonly status: 'none' };
}

describe('personal data', () => {
  it('is held by no state of a decider, or this does not compile', () => {
    const verdict: Verdict<States> = 'clean';
    expect(verdict).toBe('clean');
  });

  it('would be found wherever a state could hold it', () => {
    // @ts-expect-error a state with a personal field is named
    const verdict: Verdict<Pick<Seeds, 'field'>> = 'clean';
    expect(verdict).toBe('clean');
    const found: Record<Holders<Seeds>, true> = {
      field: true,
      sealed: true,
      optional: true,
      deep: true,
      tuple: true,
      keyed: true,
      map: true,
      set: true,
      oneOfMany: true,
      anything: true,
      anyObject: true,
    };
    expect(Object.keys(found)).toHaveLength(11);
  });

  it('is not suspected where it cannot be', () => {
    const verdict: Verdict<Lawful> = 'clean';
    expect(verdict).toBe('clean');
  });

  it('is looked for in every decider that there is', () => {
    const files = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' });
    const there = files.map((file) => /^(.+)\.decider\.ts$/.exec(file.replaceAll('\\', '/'))?.[1]).filter((name) => name !== undefined);
    expect(there.toSorted()).toEqual(Object.keys(deciders).toSorted());
  });

  it('is text that a command brings, marked to be sealed', () => {
    expect(plain('Ann Lee')).toEqual({ $plain: 'Ann Lee' });
  });
});
