import type { IntakeMapping } from '#domain';

const reason = 'As agreed with the carrier.';

/** Of the API reference. */
export const exampleMapping: IntakeMapping = {
  format: 'gravitas-intake/1',
  name: 'Truck monitor',
  issue: {
    programme: { value: 'tablets', reason },
    kind: { from: 'payload.class', table: { DeliveryLate: 'late' }, otherwise: 'other', reason },
    title: { text: '{payload.summary}', reason },
    site: { from: 'payload.component', otherwise: null, reason },
  },
};
