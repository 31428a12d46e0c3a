/** Stream `site-<programme>.<code>`: where a delivery should arrive. */
export type SiteEvent = {
  readonly type: 'SiteRegistered' | 'SiteChanged';
  readonly data: { readonly programme: string; readonly code: string; readonly name: string; readonly siteClass: string; readonly region: string | null };
};
