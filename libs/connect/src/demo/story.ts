import { AGREEMENTS } from './agreements.js';
import { FINALE } from './finale.js';
import { FIRST_WEEKS } from './first-weeks.js';
import { LATER_WEEKS } from './later-weeks.js';
import { MIDDLE_WEEKS } from './middle-weeks.js';
import type { Scene } from './script.js';

/** Everything in the demo that somebody has made up; the rest is daily life. */
export const STORY: readonly Scene[] = [...AGREEMENTS, ...FIRST_WEEKS, ...MIDDLE_WEEKS, ...LATER_WEEKS, ...FINALE];
