import type { IntakeMapping } from '../source/intake-mapping.js';
import type { Source } from '../source/source.js';

const reason = 'So it was agreed.';

export const mapping: IntakeMapping = {
  format: 'gravitas-intake/1',
  name: 'Trucks',
  issue: {
    programme: { value: 'p1', reason },
    kind: { from: 'payload.class', table: { delay: 'late' }, otherwise: 'other', reason },
    title: { text: 'Truck: {payload.summary}', reason },
    units: { from: 'payload.custom_details.units', otherwise: null, reason },
    delayCostPerDay: { from: 'payload.custom_details.cost', currency: 'USD', reason },
    ask: { action: { value: 'spend', reason }, recommendation: { text: 'Buy {payload.custom_details.units}', reason } },
  },
};

export const trucks: Source = { name: 'Truck monitor', feed: 'feed', perMinute: 60, mapping };
