import type { Minute } from '../../instant.js';
import type { OrderEvent } from '../../order/order.js';
import type { PartnerEvent } from '../../partner/partner.js';
import type { SiteEvent } from '../../site/site.js';

/** Sites, partners and orders are known by `<programme>.<code>`, the id part of their streams. */
export interface Places {
  readonly sites: Map<string, string>;
  readonly partners: Map<string, PartnerOfCases>;
  readonly orders: Map<string, OrderOfCases>;
}

export interface PartnerOfCases {
  partnerClass: string;
  key: boolean;
  counterpart: Counterpart | null;
}

/** Our person for a key partner's senior one, until then or until so many contacts. */
export interface Counterpart {
  readonly person: string;
  readonly rank: number;
  readonly until: Minute;
  readonly putForwardId: string;
  readonly putForwardRevision: number;
  contactsLeft: number;
}

/** What an order states; `revision` of the event in its stream that stated it. */
export interface OrderOfCases {
  readonly stated: OrderEvent['data'];
  readonly stream: string;
  readonly revision: number;
}

export function nowhere(): Places {
  return { sites: new Map(), partners: new Map(), orders: new Map() };
}

/** The class of a site; '' when it is unknown. */
export function siteClassOf({ sites }: Places, programme: string, site: string | null): string {
  return site === null ? '' : (sites.get(`${programme}.${site}`) ?? '');
}

/** The class of a partner; '' when it is unknown. */
export function partnerClassOf({ partners }: Places, programme: string, partner: string | null): string {
  return partner === null ? '' : (partners.get(`${programme}.${partner}`)?.partnerClass ?? '');
}

export function foldSite({ sites }: Places, id: string, event: SiteEvent): void {
  sites.set(id, event.data.siteClass);
}

export function foldOrder({ orders }: Places, id: string, event: OrderEvent, stream: string, revision: number): void {
  orders.set(id, { stated: event.data, stream, revision });
}

export function foldPartner(
  { partners }: Places,
  id: string,
  { data }: Extract<PartnerEvent, { type: 'PartnerRegistered' | 'PartnerChanged' }>,
): void {
  const known = partners.get(id);
  if (known === undefined) partners.set(id, { partnerClass: data.partnerClass, key: data.key, counterpart: null });
  else {
    known.partnerClass = data.partnerClass;
    known.key = data.key;
  }
}

/** Who is named for a partner now; null: nobody. */
export function counterpartAt({ partners }: Places, programme: string, partner: string | null, now: Minute): Counterpart | null {
  const counterpart = partner === null ? null : (partners.get(`${programme}.${partner}`)?.counterpart ?? null);
  return counterpart !== null && now < counterpart.until && counterpart.contactsLeft > 0 ? counterpart : null;
}
