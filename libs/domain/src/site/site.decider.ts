import { checkCode, checkLabel } from '../check-value.js';
import type { Context, Decider } from '../decider.js';
import { AlreadyExists, NotFound, NothingToChange } from '../errors.js';
import { requireRoleOrSetUp } from '../person/rights.js';
import { requireRunning, type ProgrammeState } from '../programme/programme.js';
import { isSame } from '../same-value.js';
import { evolveSite, type Site, type SiteEvent, type SiteState } from './site.js';

/** Both carry the whole site; a change replaces it. Stream: `site-<programme>.<code>`. */
export type SiteCommand = { readonly type: 'RegisterSite' | 'ChangeSite' } & Site;

export interface SiteContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
}

export const siteDecider: Decider<SiteCommand, SiteEvent, SiteState, SiteContext> = {
  initial: { status: 'none' },
  evolve: evolveSite,
  decide(command, state, context) {
    const data = checkedSite(command);
    requireSiteRight(context, data);
    requireRunning(context.programme, data.programme);
    if (command.type === 'RegisterSite') {
      if (state.status !== 'none') throw new AlreadyExists('site', data.code);
      return [{ type: 'SiteRegistered', data }];
    }
    if (state.status === 'none') throw new NotFound('site', data.code);
    requireSiteRight(context, state);
    if (isSame({ status: state.status, ...data }, state)) throw new NothingToChange('the site');
    return [{ type: 'SiteChanged', data }];
  },
};

/** An administrator, or a feed whose scope holds the site's region: on a change, the old region and the new one. */
function requireSiteRight({ actor }: Context, { programme, region }: Site): void {
  requireRoleOrSetUp(actor, ['administrator', 'service'], { programme, region: region ?? undefined });
}

function checkedSite({ programme, code, name, siteClass, region }: Site): Site {
  checkCode(programme, 'programme');
  checkCode(code, 'code');
  checkLabel(name, 'name');
  checkCode(siteClass, 'siteClass');
  if (region !== null) checkLabel(region, 'region');
  return { programme, code, name, siteClass, region };
}
