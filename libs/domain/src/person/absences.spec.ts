import { describe, it } from '@jest/globals';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { administrator, importer, person } from '../testing/people.js';
import { book, gone, HOUR_AGO, NEXT_MONTH, NEXT_WEEK, nobody, NOW, registered, someone, TOMORROW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { AbsenceIsOver, AbsenceOverlaps } from './absences.js';
import type { PersonContext } from './person.commands.js';
import { personDecider } from './person.decider.js';
import { PersonHasLeft, type PersonEvent } from './person.js';

const context: PersonContext = { now: NOW, actor: person('ann', []), book, superior: nobody, superiors: [], substitute: someone(1) };
const as = (actor: PersonContext['actor']): PersonContext => ({ ...context, actor });
const times = { absenceId: 'a1', from: TOMORROW, until: NEXT_WEEK, substitute: 'bob' };
const plan = { type: 'PlanAbsence', person: 'ann', ...times } as const;
const planned: PersonEvent = { type: 'AbsencePlanned', data: times };
const end = { type: 'EndAbsence', person: 'ann', absenceId: 'a1' } as const;
const ended: PersonEvent = { type: 'AbsenceEnded', data: { absenceId: 'a1' } };

const given = scenario(personDecider).given;
const here = registered(1);

describe('an absence', () => {
  it('is planned and ended by oneself, one’s assistant, or an administrator', () => {
    const assistant = person('tom', 'assistant', { scope: { programme: 'p1' }, onBehalfOf: 'ann' });
    for (const who of [context, as(assistant), as(administrator), as(importer)]) {
      given(here).when(plan, who).then(planned);
      given(here, planned).when(end, who).then(ended);
    }
    const notHers = person('tom', 'assistant', { onBehalfOf: 'ann', reportsTo: 'bob' });
    const inAnothersName = person('tom', 'assistant', { onBehalfOf: 'bob' });
    for (const who of [person('bob', []), person('lou', 'leader'), person('tom', [], { onBehalfOf: 'ann' }), notHers, inAnothersName]) {
      given(here).when(plan, as(who)).thenRefused(NotAllowed);
      given(here, planned).when(end, as(who)).thenRefused(NotAllowed);
    }
  });

  it('may have begun, but not be over, when it is told of', () => {
    given(here)
      .when({ ...plan, from: HOUR_AGO, substitute: null }, context)
      .then({ type: 'AbsencePlanned', data: { ...times, from: HOUR_AGO, substitute: null } });
    given(here)
      .when({ ...plan, from: HOUR_AGO, until: NOW }, context)
      .thenRefused(InvalidValue, 'until');
  });

  it('never overlaps another that stands', () => {
    for (const [from, until] of [
      [NOW, NEXT_MONTH],
      [TOMORROW, NEXT_WEEK],
      ['2026-03-09T08:59:59.999Z', NEXT_MONTH],
    ] as const) {
      given(here, planned)
        .when({ ...plan, absenceId: 'a2', from, until }, context)
        .thenRefused(AbsenceOverlaps, 'from');
      given(here, planned, ended)
        .when({ ...plan, absenceId: 'a2', from, until }, context)
        .then({ type: 'AbsencePlanned', data: { ...times, absenceId: 'a2', from, until } });
    }
    for (const [from, until] of [
      [NOW, TOMORROW],
      [NEXT_WEEK, NEXT_MONTH],
    ] as const) {
      given(here, planned)
        .when({ ...plan, absenceId: 'a2', from, until }, context)
        .then({ type: 'AbsencePlanned', data: { ...times, absenceId: 'a2', from, until } });
    }
  });

  it('has a substitute who is somebody else and is here, or none', () => {
    given(here)
      .when({ ...plan, substitute: 'ann' }, context)
      .thenRefused(InvalidValue, 'substitute');
    given(here)
      .when(plan, { ...context, substitute: nobody })
      .thenRefused(NotFound);
    given(here)
      .when(plan, { ...context, substitute: gone })
      .thenRefused(PersonHasLeft);
  });

  it('ends early once', () => {
    given(here).when(end, context).thenRefused(NotFound);
    given(here, planned, ended).when(end, context).thenRefused(AbsenceIsOver);
    given(here, planned)
      .when(end, { ...context, now: NEXT_WEEK })
      .thenRefused(AbsenceIsOver);
    given(here, planned, ended).when(plan, context).thenRefused(AlreadyExists);
  });

  it.each([
    ['absenceId', { absenceId: '' }],
    ['from', { from: 'tomorrow' }],
    ['until', { until: '2026-13-01T00:00:00.000Z' }],
    ['until', { until: TOMORROW }],
  ])('refuses %s of %j', (field, part) => {
    given(here)
      .when({ ...plan, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});
