import { table, type RowOf } from './table.js';

/** How far each projection is. `position` resumes the log of one store; `next_index` is the entry that it needs next. */
export const positions = table({
  name: 'projection',
  kind: 'keyed',
  key: 'name',
  columns: { name: 'text', version: 'integer', tables: 'text', position: 'text?', next_index: 'integer', log_time: 'text' },
  indexes: [],
});

export type PositionRow = RowOf<typeof positions>;
