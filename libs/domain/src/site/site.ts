/** Stream `site-<programme>.<code>`: where a delivery should arrive. */
export type SiteEvent = {
  readonly type: 'SiteRegistered' | 'SiteChanged';
  readonly data: {
    readonly programme: string;
    readonly code: string;
    readonly name: string;
    readonly siteClass: string;
    readonly region: string | null;
  };
};

export type Site = SiteEvent['data'];

export type SiteState = { readonly status: 'none' } | ({ readonly status: 'registered' } & Site);

/** Both events carry the whole site. */
export function evolveSite(_state: SiteState, event: SiteEvent): SiteState {
  return { status: 'registered', ...event.data };
}
