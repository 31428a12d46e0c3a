/** The other parties of the roll-out: invented companies. A key partner that puts a senior person forward gets a counterpart. */
export const PARTNERS = [
  { code: 'brightpath', name: 'Brightpath Staging', partnerClass: 'staging', key: true },
  { code: 'vantar', name: 'Vantar Devices', partnerClass: 'maker', key: true },
  { code: 'northline', name: 'Northline Freight', partnerClass: 'carrier', key: true },
  { code: 'cedar-lake', name: 'Cedar & Lake Couriers', partnerClass: 'carrier', key: false },
  { code: 'orchard', name: 'Orchard MDM', partnerClass: 'software', key: false },
  { code: 'halyard', name: 'Halyard Warehousing', partnerClass: 'warehouse', key: false },
] as const;

export type PartnerCode = (typeof PARTNERS)[number]['code'];

export function nameOfPartner(code: PartnerCode): string {
  return PARTNERS.find((partner) => partner.code === code)?.name ?? code;
}
