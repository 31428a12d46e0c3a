export { canonicalBytes, canonicalJson, MAX_DEPTH, NotCanonical, sha256Hex } from './canonical.js';
export type { JsonObject, JsonValue } from './canonical.js';
export { RowHash, type KeyedRow } from './row-hash.js';
