import type { Instant } from '#domain';
import { letPeopleAnswer } from './answers.js';
import { planDailyLife, planStorm, STORMS } from './daily-life.js';
import { demoCases, type DemoCases } from './demo-cases.js';
import { demoTokens, type DemoToken } from './demo-tokens.js';
import { Leaders } from './leaders.js';
import { Managers } from './managers.js';
import { openStage } from './opening.js';
import { PROGRAMME } from './programme.js';
import { Script } from './script.js';
import { demoIdOf, Stage, type StageParts } from './stage.js';
import { STORY } from './story.js';
import { BEGINS, dayOfStory, ENDS, STORY_DAYS } from './story-time.js';

/** The seed of the demo that everybody sees. */
export const DEMO_SEED = 148;

export interface DemoParts extends StageParts {
  /** How much goes on beside the scenes, in per cent of the whole story: less of it for tests. */
  readonly volumePercent?: number;
  /** Called with the number of days of the story that are over, and of all. */
  readonly progress?: (done: number, of: number) => void;
}

export interface DemoReport {
  readonly seed: number;
  /** The origin of what people did in it. */
  readonly demoId: string;
  readonly programme: string;
  readonly beginsAt: Instant;
  /** Where the demo's own clock starts. */
  readonly endsAt: Instant;
  readonly events: number;
  readonly tokens: readonly DemoToken[];
  readonly cases: DemoCases;
}

/**
 * Plays the story into an empty log by the commands of the people in it. The engine's clock is `time`, set to `DEMO_BEGINS`; its keys
 * and its secret come from the seed (`demoKeys`, `demoSecret`), and nothing falls due by itself. The same seed makes the same events.
 * @throws SceneRefused story and rules do not fit together any more
 */
export async function buildDemo(parts: DemoParts): Promise<DemoReport> {
  const { seed, store, volumePercent = 100, progress = () => undefined } = parts;
  const stage = new Stage(parts);
  await openStage(stage);
  const managers = new Managers(stage);
  letPeopleAnswer(stage);
  const leaders = new Leaders(stage, managers);
  planDailyLife(stage, managers, leaders, volumePercent);
  for (const storm of STORMS) planStorm(stage, managers, storm, volumePercent);
  new Script(stage, managers).plan(STORY);
  for (let day = 1; day <= STORY_DAYS; day++) stage.agenda.add(dayOfStory(day), async () => progress(day, STORY_DAYS));
  await stage.play(ENDS);
  const log = await store.readFromIndex(0, Number.MAX_SAFE_INTEGER);
  return {
    seed,
    demoId: demoIdOf(seed),
    programme: PROGRAMME,
    beginsAt: BEGINS,
    endsAt: ENDS,
    events: log.length,
    tokens: demoTokens(seed),
    cases: demoCases(log),
  };
}
