import type { Context } from '../decider.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { Site } from './site.js';

/** Both carry the whole site; a change replaces it. Stream: `site-<programme>.<code>`. */
export type SiteCommand = { readonly type: 'RegisterSite' | 'ChangeSite' } & Site;

export interface SiteContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
}
