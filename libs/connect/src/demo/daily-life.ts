import type { Instant } from '#domain';
import { ANN, membersAt } from './cast.js';
import { Dice } from './dice.js';
import { draftOf, type Wish } from './drafts.js';
import type { Leaders } from './leaders.js';
import type { Managers } from './managers.js';
import type { Stage } from './stage.js';
import { afterMinutes, at, workingDays } from './story-time.js';

const FIRST_DAY = '08-17';
const LAST_DAY = '09-29';
/** On their last days of the story leaders sit until then: Ann is before a committee since Monday noon, the others meet on Tuesday. */
const LAST_SITTINGS: Readonly<Record<string, string>> = { '09-28': '12:00', '09-29': '08:00' };
const ISSUES_A_DAY = [29, 39] as const;
const DAY_BEGINS = '07:50';
const DAY_MINUTES = 520;

/** A day on which much goes wrong at once. */
export interface Storm {
  readonly day: string;
  readonly from: string;
  readonly minutes: number;
  readonly issues: number;
  readonly wish: Wish;
}

const STAGING: Wish = { partner: 'brightpath', slack: [1_800, 5_000], work: [2_500, 4_000], asksNothing: true };

/** What the roll-out is like when nothing special happens: issues come in, managers and leaders sit at their desks. */
export function planDailyLife(stage: Stage, managers: Managers, leaders: Leaders, percent: number): void {
  for (const day of workingDays(FIRST_DAY, LAST_DAY)) {
    const dice = new Dice(stage.seed, `day/${day}`);
    const issues = Math.round((dice.between(...ISSUES_A_DAY) * percent) / 100);
    for (let n = 0; n < issues; n++)
      fileAt(stage, managers, afterMinutes(at(day, DAY_BEGINS), dice.between(0, DAY_MINUTES)), `${day}/${n}`, {});
    for (const person of [...membersAt(3), ...membersAt(2)])
      leaders.sit(person, day, person === ANN || day === LAST_DAY ? (LAST_SITTINGS[day] ?? '24:00') : '24:00');
  }
}

/** Trucks of a whole night held at the state line; and a staging line that put out nothing right for two days. */
export const STORMS: readonly Storm[] = [
  {
    day: '08-27',
    from: '07:40',
    minutes: 300,
    issues: 70,
    wish: { kind: 'late', partner: 'northline', size: 'truck', slack: [300, 1_400], asksNothing: true },
  },
  { day: '09-25', from: '09:00', minutes: 420, issues: 20, wish: { ...STAGING, kind: 'misconfigured' } },
  { day: '09-28', from: '08:00', minutes: 330, issues: 26, wish: { ...STAGING, kind: 'wrong_count' } },
];

/** Files many issues of a kind within a short time. */
export function planStorm(stage: Stage, managers: Managers, { day, from, minutes, issues, wish }: Storm, percent: number): void {
  const dice = new Dice(stage.seed, `storm/${day}`);
  for (let n = 0; n < Math.round((issues * percent) / 100); n++)
    fileAt(stage, managers, afterMinutes(at(day, from), dice.between(0, minutes)), `storm/${day}/${n}`, wish);
}

function fileAt(stage: Stage, managers: Managers, when: Instant, name: string, wish: Wish): void {
  stage.agenda.add(when, async () => {
    await managers.file(draftOf(new Dice(stage.seed, `draft/${name}`), stage.now(), wish));
  });
}
