import { describe, expect, it } from '@jest/globals';
import type { Hop } from '../escalation/escalation.commands.js';
import { toMinute } from '../instant.js';
import { plain } from '../personal.js';
import { RoutedLog } from '../testing/routed-log.js';
import { asks, files, founds, GRAVE, joins, usd } from '../testing/small-organisation.js';
import { nextHop, standingAbove } from './next-hop.js';

const reason = plain('because');
const DEAR = { ...GRAVE, ask: asks(100_000) };
/** Lea has it at L2; Mia filed it. */
const escalated = (before: (world: RoutedLog) => void = () => undefined) => {
  const world = founds(new RoutedLog());
  before(world);
  files(world, 'mia', '7', DEAR);
  return world;
};
const next = (world: RoutedLog) => nextHop(world.state, '7', toMinute(world.log.now));
/** The clock runs out: the hop is made, by the timekeeper, and routed. */
function expires(world: RoutedLog): Hop | null {
  world.log.at(world.escalationOf('7')?.state.clocks.decideBy ?? world.log.now).by('system:timekeeper');
  const hop = next(world);
  const escalation = world.escalationOf('7')?.state;
  if (hop !== null && hop.kind !== 'standing_order' && escalation !== undefined) {
    const { level, holder: to, clocks, ifNobodyDecides } = hop.to;
    const from = { from: escalation.holder, fromLevel: escalation.level };
    world.onEscalation('7', {
      type: 'ClockExpired',
      data: { clock: 'decide', ...from, hop: hop.kind, to, level, clocks, ifNobodyDecides },
    });
  }
  return hop;
}
const step = (hop: Hop | null) =>
  hop === null || hop.kind === 'standing_order' ? (hop?.kind ?? 'stays') : [hop.kind, hop.to.level, hop.to.holder];
const away = (world: RoutedLog, id: string, substitute: string | null = null) => {
  const data = { absenceId: `${id}-away`, from: world.log.now, until: '2026-03-09T10:00:00.000Z', substitute };
  world.record('person-', id, { type: 'AbsencePlanned', data });
};
const agrees = (world: RoutedLog, option: 'recommended' | 'alternative' | 'no', maxAmount: number | null) => {
  const pattern = { kind: 'late' };
  const order = {
    programme: 'dev',
    pattern,
    by: 'lea',
    option,
    maxAmount: maxAmount === null ? null : usd(maxAmount),
    text: reason,
    until: null,
  };
  world.record('playbook-', 'p', { type: 'PlaybookOpened', data: { programme: 'dev', pattern, levers: [], model: reason } });
  world.record('playbook-', 'p', { type: 'StandingOrderAgreed', data: order });
};

describe('when nobody decides', () => {
  it('it goes to one substitute, the next level, one substitute there, and then stays; each said beforehand', () => {
    const world = escalated();
    const said = () => {
      const { step: kind, to, level } = world.route('7').ifNobodyDecides ?? {};
      return [kind, level, to];
    };
    expect(said()).toEqual(['substitute', 2, 'lou']);
    expect(step(expires(world))).toEqual(['substitute', 2, 'lou']);
    expect(world.route('7')).toMatchObject({ level: 2, holder: 'lou', trigger: { stream: 'escalation-7_0' } });
    expect(said()).toEqual(['level', 3, 'eva']);
    expect(step(expires(world))).toEqual(['level', 3, 'eva']);
    expect(world.route('7').floors).toContainEqual(expect.objectContaining({ code: 'ROADBLOCK', level: 3 }));
    expect(said()).toEqual(['substitute', 3, 'ed']);
    expect(step(expires(world))).toEqual(['substitute', 3, 'ed']);
    expect(said()).toEqual(['stays', 3, null]);
    expect(step(expires(world))).toBe('stays');
  });

  it('each hop has clocks of its own, from then on', () => {
    const world = escalated();
    const first = world.route('7').clocks;
    expires(world);
    const second = world.route('7').clocks;
    expect(second?.acknowledgeBy.localeCompare(first?.decideBy ?? '')).toBe(1);
    expect(world.route('7').ifNobodyDecides?.at).toBe(second?.decideBy);
    expect(world.route('7').factors.find(({ code }) => code === 'STALL')?.facts).toMatchObject({ handOffs: 1 });
  });

  it('a step that finds nobody is passed over at once', () => {
    expect(step(next(escalated((world) => away(world, 'lou'))))).toEqual(['level', 3, 'eva']);
    const alone = escalated((world) => ['lou', 'ed', 'eva'].forEach((id) => away(world, id)));
    expect(step(next(alone))).toBe('stays');
  });

  it('whoever stands in for the absent is asked in their place, whom nobody asks twice', () => {
    const luc = (world: RoutedLog) => joins(world, 'luc', { level: 1, role: 'leader', mayCommit: 250_000 });
    expect(
      step(
        next(
          escalated((world) => {
            luc(world);
            away(world, 'lou', 'luc');
          }),
        ),
      ),
    ).toEqual(['substitute', 2, 'luc']);
    expect(step(next(escalated((world) => away(world, 'lou', 'lea'))))).toEqual(['level', 3, 'eva']);
  });

  it('a clock that was set back an hour counts from where the log is', () => {
    const world = escalated();
    const now = toMinute(world.log.now);
    expect(nextHop(world.state, '7', now - 60)).toEqual(nextHop(world.state, '7', now));
    expect(standingAbove(world.state, '7', now - 60)).toEqual(standingAbove(world.state, '7', now));
  });

  it('the people of that moment count, not those of before', () => {
    const world = escalated();
    away(world, 'lou');
    expect(world.route('7').ifNobodyDecides).toMatchObject({ step: 'substitute', to: 'lou' });
    expect(step(next(world))).toEqual(['level', 3, 'eva']);
  });

  it.each<[string, 'recommended' | 'alternative' | 'no', number | null, ReturnType<typeof asks> | null, unknown]>([
    ['what the ask recommends', 'recommended', null, asks(100_000), { kind: 'standing_order', playbook: 'p', option: 'recommended' }],
    ['no', 'no', 1, asks(100_000), { kind: 'standing_order', playbook: 'p', option: 'no' }],
    ['nothing that costs more than was agreed', 'recommended', 9_999_999, asks(100_000), null],
    ['nothing whose cost nobody knows', 'recommended', 9_999_999_999, asks(null), null],
    ['no alternative that the ask does not name', 'alternative', null, asks(100_000), null],
    [
      'the alternative',
      'alternative',
      null,
      asks(100_000, { alternative: reason }),
      { kind: 'standing_order', playbook: 'p', option: 'alternative' },
    ],
    ['nothing that is recommended by no ask', 'recommended', null, null, null],
  ])('in the end the standing order stands: %s', (_name, option, maxAmount, ask, expected) => {
    const world = founds(new RoutedLog());
    for (const id of ['lou', 'ed', 'eva']) away(world, id);
    agrees(world, option, maxAmount);
    files(world, 'mia', '7', { exposure: 'safety', ask });
    expect(next(world)).toEqual(expected);
    expect(world.route('7').ifNobodyDecides).toMatchObject(
      expected === null ? { step: 'stays' } : { step: 'standing_order', playbook: 'p' },
    );
  });

  it('there is nothing to do for what is delegated, decided, or unknown', () => {
    const world = escalated();
    files(world, 'mia', '8');
    expect(nextHop(world.state, '8', toMinute(world.log.now))).toBeNull();
    expect(nextHop(world.state, '9', toMinute(world.log.now))).toBeNull();
    world.onEscalation('7', { type: 'EscalationReturned', data: { to: 'mia', guidance: reason, until: null } });
    world.record('issue-', '7', { type: 'IssueWithdrawn', data: { reason } });
    expect(next(world)).toBeNull();
  });
});

describe('when its leader steps it up', () => {
  const above = (world: RoutedLog) => standingAbove(world.state, '7', toMinute(world.log.now));

  it('it goes to the next level that has somebody', () => {
    expect(above(escalated())).toMatchObject({ level: 3, holder: 'eva', ifNobodyDecides: { step: 'substitute', to: 'ed' } });
    expect(above(escalated((world) => ['eva', 'ed'].forEach((id) => away(world, id))))).toBeNull();
  });
});
