import type { Json } from '../e2e/client.js';
import { isMessage } from '../e2e/machine.js';

/** A route as the OpenAPI document has it. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** `/api/v1/issues/{issue}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of its JSON; null: it takes none. */
  readonly body: Schema | null;
  readonly example: Readonly<Record<string, unknown>> | null;
  /** A CSV file that is accepted; null: it takes none. */
  readonly file: string | null;
  readonly isPublic: boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** As much of JSON Schema as the document uses, references resolved on the way. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly nullable?: boolean;
}

export function operationsOf(document: Json): readonly Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item)
      .filter(([, operation]) => !isMessage(operation))
      .map(([method, operation]) => {
        const content = operation.requestBody?.content['application/json'];
        const [shown] = Object.values<Json>(content?.examples ?? {});
        const [file] = Object.values<Json>(operation.requestBody?.content['text/csv']?.examples ?? {});
        return {
          id: operation.operationId as string,
          method: method.toUpperCase() as Operation['method'],
          path,
          parameters: (operation.parameters ?? []).map((one: Json) => ({ ...one, schema: resolved(one.schema, document) })),
          body: content === undefined ? null : resolved(content.schema, document),
          example: shown?.value ?? null,
          file: file?.value ?? null,
          isPublic: operation.security === undefined,
        };
      }),
  );
}

/** A schema without references at its top; an alternative to null becomes `nullable`. */
function resolved(schema: Json, document: Json): Schema {
  if (schema.$ref !== undefined) {
    const target = (schema.$ref as string)
      .split('/')
      .slice(1)
      .reduce((at: Json, part: string) => at[part], document);
    return resolved(target, document);
  }
  const some: readonly Json[] | undefined = schema.anyOf ?? schema.allOf;
  if (some !== undefined) {
    const isNullable = some.some((one) => one.type === 'null');
    const rest = some.filter((one) => one.type !== 'null');
    return rest.length === 1 ? { ...resolved(rest[0], document), nullable: isNullable } : {};
  }
  const types: readonly string[] = [schema.type ?? []].flat();
  return {
    ...schema,
    type: types.find((type) => type !== 'null'),
    nullable: types.includes('null'),
    ...(schema.items === undefined ? {} : { items: resolved(schema.items, document) }),
    ...(schema.properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries<Json>(schema.properties).map(([name, one]) => [name, resolved(one, document)])) }),
  };
}
