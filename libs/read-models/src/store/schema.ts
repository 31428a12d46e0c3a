import type { Kysely } from 'kysely';
import type { AnyDatabase } from './statements.js';
import { textColumn } from './dialect.js';
import { columnsOf, type ColumnType, type Index, type Table } from './table.js';

/** Creates the tables and their indexes, empty. `bigint`, because minor units do not fit the 32 bits of PostgreSQL's `integer`. */
export async function createTables(db: Kysely<AnyDatabase>, tables: readonly Table[]): Promise<void> {
  const text = textColumn(db);
  for (const table of tables) {
    let create = db.schema.createTable(table.name);
    for (const column of columnsOf(table)) {
      const { type, nullable } = shapeOf(table, column);
      create = create.addColumn(column, type === 'text' ? text : type, (definition) => {
        const typed = nullable ? definition : definition.notNull();
        return table.kind === 'keyed' && column === table.key ? typed.primaryKey() : typed;
      });
    }
    await create.execute();
    if (table.kind === 'temporal') await createVersionIndexes(db, table);
    for (const index of table.indexes) await createIndex(db, table, index);
  }
}

export async function dropTables(db: Kysely<AnyDatabase>, names: readonly string[]): Promise<void> {
  for (const name of names) await db.schema.dropTable(name).ifExists().execute();
}

function shapeOf(table: Table, column: string): { type: 'text' | 'bigint'; nullable: boolean } {
  const type: ColumnType = table.columns[column] ?? (column === 'from_index' ? 'integer' : 'integer?');
  return { type: type.startsWith('integer') ? 'bigint' : 'text', nullable: type.endsWith('?') };
}

/** One version of now for each key, which upserts rely on; and the versions of a key in order. */
async function createVersionIndexes(db: Kysely<AnyDatabase>, table: Table): Promise<void> {
  await db.schema.createIndex(`${table.name}_now`).unique().on(table.name).column(table.key).where('to_index', 'is', null).execute();
  await db.schema.createIndex(`${table.name}_versions`).unique().on(table.name).columns([table.key, 'from_index']).execute();
}

async function createIndex(db: Kysely<AnyDatabase>, table: Table, { columns, of, where }: Index): Promise<void> {
  const name = [table.name, ...columns, ...(of === undefined ? [] : [of]), ...(where === undefined ? [] : [where])].join('_');
  let create = db.schema
    .createIndex(name)
    .on(table.name)
    .columns([...columns]);
  if (of === 'now') create = create.where('to_index', 'is', null);
  if (of === 'past') create = create.where('to_index', 'is not', null);
  if (where !== undefined) create = create.where(where, '=', 1);
  await create.execute();
}
