import type { BulkKind } from './bulk-kind.js';
import { orders, partners, sites } from './master-data.js';
import { people } from './people.js';

/** What can be brought in and taken out as a file. */
export const bulkKinds: Readonly<Record<BulkKind['plural'], BulkKind>> = { people, sites, partners, orders };
