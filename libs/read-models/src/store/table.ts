/**
 * What a column holds; `?` may be null. Integers are safe integers, so that every driver can give them as numbers. `json` is JSON as
 * text: no database looks into it. `words` is text made for looking up, in a way that another release of Unicode may change, and so
 * no part of a state hash.
 */
export type ColumnType = 'text' | 'text?' | 'integer' | 'integer?' | 'json' | 'json?' | 'words';
export type Columns = Readonly<Record<string, ColumnType>>;
export type Scalar = string | number | null;
export type Row = Readonly<Record<string, Scalar>>;

export interface Index {
  readonly columns: readonly string[];
  /** Which rows it holds: those of now, those of the past, or (default) all. */
  readonly of?: 'now' | 'past';
  /** Only rows in which this integer column is 1. */
  readonly where?: string;
}

/**
 * One table as data: its types in TypeScript and its shape in the database come from here. A `keyed` table holds one row for each
 * key, a `list` only grows. A `temporal` one holds each version that a key's row had, with `from_index`, `to_index` (null: now) and `span`.
 */
export interface Table<Name extends string = string, Kind extends TableKind = TableKind, C extends Columns = Columns> {
  readonly name: Name;
  readonly kind: Kind;
  readonly columns: C;
  /** The column that names a row; of type `text` or `integer`. */
  readonly key: string;
  readonly indexes: readonly Index[];
}

export type TableKind = 'keyed' | 'temporal' | 'list';

export function table<Name extends string, Kind extends TableKind, C extends Columns>(
  definition: Table<Name, Kind, C> & { readonly key: keyof C },
): Table<Name, Kind, C> {
  return definition;
}

type ValueOf<T extends ColumnType> = T extends 'integer'
  ? number
  : T extends 'integer?'
    ? number | null
    : T extends 'text' | 'json'
      ? string
      : string | null;

/** A row as a projection writes it. */
export type RowOf<T extends Table> = { readonly [K in keyof T['columns']]: ValueOf<T['columns'][K]> };

/** The entry that wrote the version, the first entry at which it no longer stood, and the class of its length (see `as-of.ts`). */
interface Versioned {
  readonly from_index: number;
  readonly to_index: number | null;
  readonly span: number | null;
}

/** The tables of a query, for `Kysely<DatabaseOf<typeof a | typeof b>>`. */
export type DatabaseOf<T extends Table> = {
  readonly [D in T as D['name']]: D['kind'] extends 'temporal' ? RowOf<D> & Versioned : RowOf<D>;
};

/** All columns in the database, in a fixed order. */
export function columnsOf(table: Table): readonly string[] {
  const own = Object.keys(table.columns);
  return table.kind === 'temporal' ? [...own, 'from_index', 'to_index', 'span'] : own;
}
