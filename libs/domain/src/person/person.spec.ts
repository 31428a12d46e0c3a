import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { AlreadyExists, BrokenHistory, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { plain } from '../personal.js';
import { administrator, importer, operator, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { book, emptyBook, gone, left, NEXT_WEEK, nobody, NOW, registered, someone, TOMORROW, usd } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import type { PersonCommand, PersonContext } from './person.commands.js';
import { personDecider, ReportingLoop, RightsForOneself } from './person.decider.js';
import { PersonHasLeft, type PersonEvent } from './person.js';

const context: PersonContext = { now: NOW, actor: administrator, book, superior: someone(2), superiors: [], substitute: someone(1) };
const as = (actor: PersonContext['actor']): PersonContext => ({ ...context, actor });
const ann = as(person('ann', []));
const ada = as(administrator);
const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
const onAnn = <T extends object>(command: T) => ({ person: 'ann', ...command });
const onAda = <T extends object>(command: T) => ({ person: 'ada', ...command });

const given = scenario(personDecider).given;
const here = registered(1, 'lou');

describe('registering a person', () => {
  const identity = { name: 'Ann Lee', title: 'Manager' };
  const register: Extract<PersonCommand, { type: 'RegisterPerson' }> = {
    person: 'ann',
    type: 'RegisterPerson',
    ...identity,
    level: 1,
    reportsTo: 'lou',
    attention,
    calendar: null,
  };

  it('is for administrators of the organisation, the operator and the import', () => {
    for (const who of [context, as(operator), as(importer)]) given().when(register, who).then(here);
    for (const who of [ann, as(person('pam', 'administrator', { scope: { programme: 'p1' } })), as({ kind: 'system', id: 'timekeeper' })]) {
      given().when(register, who).thenRefused(NotAllowed);
    }
  });

  it('happens once; whoever has left does not come back under the same id', () => {
    given(here).when(register, context).thenRefused(AlreadyExists);
    given(here, left).when(register, context).thenRefused(AlreadyExists);
  });

  it('seals an e-mail address if there is one', () => {
    const data = { ...here.data, email: plain('ann@example.org') };
    given()
      .when({ ...register, email: 'ann@example.org' }, context)
      .then({ type: 'PersonRegistered', data } as PersonEvent);
  });

  it('names a superior who is here', () => {
    given()
      .when(register, { ...context, superior: nobody })
      .thenRefused(NotFound);
    given()
      .when(register, { ...context, superior: gone })
      .thenRefused(PersonHasLeft);
    given()
      .when({ ...register, reportsTo: 'ann' }, context)
      .thenRefused(ReportingLoop, 'reportsTo');
  });

  it('takes the levels of the organisation; before there are any, up to 5', () => {
    given()
      .when({ ...register, level: 4 }, context)
      .thenRefused(InvalidValue, 'level');
    given()
      .when({ ...register, level: 6 }, { ...context, book: emptyBook })
      .thenRefused(InvalidValue, 'level');
    given()
      .when({ ...register, level: 5, reportsTo: null }, { ...context, book: emptyBook })
      .then(registered(5));
    given()
      .when({ ...register, level: null, reportsTo: null }, context)
      .then(registered(null));
  });

  it.each<[string, Partial<typeof register>]>([
    ['person', { person: 'ann.lee' }],
    ['name', { name: '' }],
    ['title', { title: 'x'.repeat(81) }],
    ['email', { email: 'ann' }],
    ['email', { email: `${'x'.repeat(254)}@example.org` }],
    ['level', { level: 0 }],
    ['level', { level: 1.5 }],
    ['attention.minutesPerWeek', { attention: { ...attention, minutesPerWeek: 10_081 } }],
    ['attention.interruptionsPer12Hours', { attention: { ...attention, interruptionsPer12Hours: -1 } }],
    ['attention.handsOnLimit', { attention: { ...attention, handsOnLimit: 101 } }],
    ['calendar', { calendar: '' }],
  ])('refuses %s of %j', (field, part) => {
    given()
      .when({ ...register, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});

describe('changing a person', () => {
  it('is for themselves or an administrator', () => {
    const command = onAnn({ type: 'ChangePerson', title: 'Lead', calendar: null } as const);
    const event: PersonEvent = { type: 'PersonChanged', data: { title: plain('Lead'), calendar: null } };
    for (const who of [ann, context]) given(here).when(command, who).then(event);
    given(here)
      .when(command, as(person('bob', [])))
      .thenRefused(NotAllowed);
    given(here)
      .when(onAnn({ type: 'ChangePerson', name: '' } as const), ann)
      .thenRefused(InvalidValue, 'name');
    given(here)
      .when(onAnn({ type: 'ChangePerson', email: 'no' } as const), ann)
      .thenRefused(InvalidValue, 'email');
    given(here)
      .when(onAnn({ type: 'ChangePerson', calendar: 'a.b' } as const), ann)
      .thenRefused(InvalidValue, 'calendar');
    given(here)
      .when(onAnn({ type: 'ChangePerson' } as const), ann)
      .thenRefused(InvalidValue);
  });

  it('of the attention budget is for themselves or an administrator', () => {
    const command = onAnn({ type: 'SetAttentionBudget', attention: { ...attention, handsOnLimit: 2 } } as const);
    given(here).when(command, ann).then({ type: 'AttentionBudgetSet', data: command.attention });
    given(here)
      .when(command, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
    given(here)
      .when({ ...command, attention: { ...attention, minutesPerWeek: 0.5 } }, ann)
      .thenRefused(InvalidValue, 'attention.minutesPerWeek');
  });

  it('of the level is for another administrator', () => {
    const command = onAnn({ type: 'ChangeLevel', level: 2 } as const);
    given(here)
      .when(command, context)
      .then({ type: 'LevelChanged', data: { level: 2 } });
    given(here).when(command, ann).thenRefused(NotAllowed);
    given(here)
      .when(onAda({ type: 'ChangeLevel', level: 3 } as const), ada)
      .thenRefused(RightsForOneself);
    given(here)
      .when(onAnn({ type: 'ChangeLevel', level: 1 } as const), context)
      .thenRefused(NothingToChange);
    given(here)
      .when(onAnn({ type: 'ChangeLevel', level: 9 } as const), context)
      .thenRefused(InvalidValue, 'level');
  });

  it('of the reporting line never makes a loop', () => {
    const command = onAnn({ type: 'ChangeReportingLine', reportsTo: 'eve' } as const);
    given(here)
      .when(command, { ...context, superiors: ['zoe'] })
      .then({ type: 'ReportingLineChanged', data: { reportsTo: 'eve' } });
    given(here)
      .when(onAnn({ type: 'ChangeReportingLine', reportsTo: null } as const), context)
      .then({ type: 'ReportingLineChanged', data: { reportsTo: null } });
    given(here)
      .when(command, { ...context, superiors: ['zoe', 'ann'] })
      .thenRefused(ReportingLoop, 'reportsTo');
    given(here)
      .when(onAnn({ type: 'ChangeReportingLine', reportsTo: 'ann' } as const), context)
      .thenRefused(ReportingLoop);
    given(here)
      .when(command, { ...context, superior: gone })
      .thenRefused(PersonHasLeft);
    given(here)
      .when(onAnn({ type: 'ChangeReportingLine', reportsTo: 'lou' } as const), context)
      .thenRefused(NothingToChange);
    given(here).when(command, ann).thenRefused(NotAllowed);
  });
});

describe('roles', () => {
  const local = { role: 'leader', scope: { programme: 'p1', region: 'North' } } as const;
  const give = onAnn({ type: 'GiveRole', ...local } as const);
  const take = onAnn({ type: 'TakeRole', ...local } as const);
  const roleGiven: PersonEvent = { type: 'RoleGiven', data: local };
  const taken: PersonEvent = { type: 'RoleTaken', data: local };
  const pam = as(person('pam', 'administrator', { scope: { programme: 'p1' } }));

  it('are given and taken by an administrator of the place', () => {
    for (const who of [context, pam, as(operator)]) {
      given(here).when(give, who).then(roleGiven);
      given(here, roleGiven).when(take, who).then(taken);
    }
    for (const who of [ann, as(person('eve', 'executive')), as(person('pam', 'administrator', { scope: { programme: 'p2' } }))]) {
      given(here).when(give, who).thenRefused(NotAllowed);
      given(here, roleGiven).when(take, who).thenRefused(NotAllowed);
    }
    given(here)
      .when(onAnn({ type: 'GiveRole', role: 'leader', scope: {} } as const), pam)
      .thenRefused(NotAllowed);
  });

  it('are never given to oneself, but may be laid down', () => {
    given(here)
      .when(onAda({ type: 'GiveRole', role: 'leader', scope: {} } as const), ada)
      .thenRefused(RightsForOneself);
    given(here, { type: 'RoleGiven', data: { role: 'administrator', scope: {} } })
      .when(onAda({ type: 'TakeRole', role: 'administrator', scope: {} } as const), ada)
      .then({ type: 'RoleTaken', data: { role: 'administrator', scope: {} } });
  });

  it('are held once in each scope', () => {
    given(here, roleGiven).when(give, context).thenRefused(NothingToChange);
    given(here).when(take, context).thenRefused(NothingToChange);
    given(here, roleGiven, taken).when(give, context).then(roleGiven);
  });

  it.each<[string, object]>([
    ['role', { role: 'king' }],
    ['scope.programme', { scope: { programme: 'p 1' } }],
    ['scope.region', { scope: { programme: 'p1', region: '' } }],
    ['scope.partner', { scope: { programme: 'p1', partner: '?' } }],
  ])('refuse %s of %j', (field, part) => {
    given(here)
      .when({ ...give, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});

describe('conflicts of interest', () => {
  const declare = onAnn({ type: 'DeclareConflict', with: { partner: 'acme' }, reason: 'my brother works there' } as const);
  const declared: PersonEvent = { type: 'ConflictDeclared', data: { partner: 'acme', reason: plain('my brother works there') } };
  const lift = onAnn({ type: 'LiftConflict', with: { partner: 'acme' } } as const);
  const lifted: PersonEvent = { type: 'ConflictLifted', data: { partner: 'acme' } };

  it('are declared by oneself or an administrator', () => {
    for (const who of [ann, context]) given(here).when(declare, who).then(declared);
    given(here)
      .when(declare, as(person('lou', 'leader')))
      .thenRefused(NotAllowed);
    given(here, declared).when(declare, ann).thenRefused(NothingToChange);
    given(here)
      .when({ ...declare, with: { site: 'north-1' } }, ann)
      .then({ type: 'ConflictDeclared', data: { site: 'north-1', reason: declared.data.reason } });
  });

  it('are lifted by another administrator', () => {
    given(here, declared).when(lift, context).then(lifted);
    given(here, declared).when(lift, ann).thenRefused(NotAllowed);
    given(here, declared)
      .when({ ...lift, person: 'ada' }, ada)
      .thenRefused(RightsForOneself);
    given(here, declared, lifted).when(lift, context).thenRefused(NothingToChange);
    given(here, declared)
      .when({ ...lift, with: { site: 'acme' } }, context)
      .thenRefused(NothingToChange);
  });

  it.each<[string, object]>([
    ['with', { with: {} }],
    ['with', { with: { partner: 'acme', site: 'north-1' } }],
    ['with.partner', { with: { partner: '' } }],
    ['with.site', { with: { site: 'a b' } }],
    ['reason', { reason: '' }],
  ])('refuse %s of %j', (field, part) => {
    given(here)
      .when({ ...declare, ...part }, ann)
      .thenRefused(InvalidValue, field);
  });
});

describe('leaving', () => {
  const leave = onAnn({ type: 'RecordLeaving', reason: 'retired' } as const);

  it('is recorded by an administrator', () => {
    given(here).when(leave, context).then(left);
    given(here).when(leave, ann).thenRefused(NotAllowed);
    given(here)
      .when({ ...leave, reason: '' }, context)
      .thenRefused(InvalidValue, 'reason');
    given().when(leave, context).thenRefused(NotFound);
  });

  it('ends everything: no command is left but to register somebody else', () => {
    expect(fold(personDecider, [here, { type: 'RoleGiven', data: { role: 'leader', scope: {} } }, left])).toEqual({ status: 'left' });
    given(here, left).when(leave, context).thenRefused(PersonHasLeft);
    given(here, left)
      .when(onAnn({ type: 'ChangeLevel', level: 2 } as const), context)
      .thenRefused(PersonHasLeft);
  });
});

describe('any person', () => {
  it('refuses by name or folds, whatever comes', () => {
    const code = fc.constantFrom('x1', 'x1', 'x1', 'x 2');
    const instant = fc.constantFrom(NOW, TOMORROW, NEXT_WEEK, 'never');
    const soon = fc.constantFrom(NOW, TOMORROW);
    const later = fc.constantFrom(NEXT_WEEK, NEXT_WEEK, NOW);
    const text = fc.constantFrom('Ann', 'why', '', '\u0000');
    const role = fc.record({
      role: fc.constantFrom('leader', 'manager', 'king'),
      scope: fc.constantFrom({}, { programme: 'p1' }, { region: '' }),
    });
    const level = fc.option(fc.nat(4));
    const withConflict = fc.constantFrom({ partner: 'acme' }, { site: 'north-1' }, {});
    const grant = fc.record({
      grantId: code,
      action: fc.constantFrom(null, null, 'spend', 'dance'),
      amount: fc.constantFrom(null, usd(100), { minor: 1, currency: 'EUR' }),
      pattern: fc.constantFrom({}, {}, { kind: 'late' }, { kind: '' }),
      from: soon,
      until: fc.option(later),
      mayRedelegate: fc.boolean(),
    });
    const only = <T extends string>(type: T) => fc.constant(type);
    const commands = fc
      .oneof(
        {
          weight: 5,
          arbitrary: fc.record({
            type: only('RegisterPerson'),
            name: fc.constant('Ann'),
            title: fc.constant('Manager'),
            level,
            reportsTo: fc.option(code),
            attention: fc.constant(attention),
            calendar: fc.option(code),
          }),
        },
        fc.record({ type: only('ChangePerson'), name: text }),
        fc.record({ type: only('ChangeLevel'), level }),
        fc.record({ type: only('ChangeReportingLine'), reportsTo: fc.option(code) }),
        fc.record({
          type: only('SetAttentionBudget'),
          attention: fc.record({ minutesPerWeek: fc.integer(), interruptionsPer12Hours: fc.nat(9), handsOnLimit: fc.nat(9) }),
        }),
        role.map((one) => ({ type: 'GiveRole', ...one })),
        role.map((one) => ({ type: 'TakeRole', ...one })),
        fc.record({ type: only('GiveGrant'), grant }),
        fc.record({ type: only('RevokeGrant'), grantId: code, reason: text }),
        fc.record({ type: only('PlanAbsence'), absenceId: code, from: instant, until: instant, substitute: fc.option(code) }),
        fc.record({ type: only('EndAbsence'), absenceId: code }),
        fc.record({ type: only('DeclareConflict'), with: withConflict, reason: text }),
        fc.record({ type: only('LiftConflict'), with: withConflict }),
        fc.record({
          type: only('IssueToken'),
          tokenId: code,
          secretHash: fc.constantFrom('0'.repeat(64), 'x'),
          roles: fc.option(fc.array(role, { maxLength: 2 })),
          until: fc.option(instant),
          label: text,
        }),
        fc.record({ type: only('RevokeToken'), tokenId: code }),
        fc.record({
          type: fc.constantFrom('RecordLeaving', 'RevokeToken'),
          tokenId: code,
          reason: fc.constantFrom('', '', '', '', '', 'gone'),
        }),
      )
      .map(onAnn) as fc.Arbitrary<PersonCommand>;
    const contexts = fc.constantFrom(
      context,
      ann,
      as(operator),
      { ...context, now: TOMORROW, superiors: ['ann'] },
      { ...context, book: emptyBook },
    );
    expect([...eventsOfAnyCommands(personDecider, commands, contexts)].toSorted()).toEqual([
      'AbsenceEnded',
      'AbsencePlanned',
      'AttentionBudgetSet',
      'ConflictDeclared',
      'ConflictLifted',
      'GrantGiven',
      'GrantRevoked',
      'LevelChanged',
      'PersonChanged',
      'PersonLeft',
      'PersonRegistered',
      'ReportingLineChanged',
      'RoleGiven',
      'RoleTaken',
      'TokenIssued',
      'TokenRevoked',
    ]);
  });

  it('cannot begin with a change', () => {
    expect(() => fold(personDecider, [left])).toThrow(BrokenHistory);
  });
});
