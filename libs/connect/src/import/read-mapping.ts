import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { canonicalJson, sha256Hex } from '#ledger';
import { checkItself } from './check-mapping.js';
import { MappingInvalid } from './import-errors.js';
import type { Mapping } from './mapping.js';

export interface ReadMapping {
  readonly mapping: Mapping;
  /** SHA-256 of the mapping's canonical JSON: layout and key order do not matter. */
  readonly hash: string;
}

let compiled: ValidateFunction<Mapping> | undefined;

/** Checks a mapping against its JSON Schema and against itself. @throws MappingInvalid with the path and the rule */
export function readMapping(text: string): ReadMapping {
  const mapping = parse(text);
  compiled ??= compile();
  if (!compiled(mapping)) {
    const [fault] = compiled.errors ?? [];
    throw new MappingInvalid(fault?.instancePath ?? '', fault === undefined ? 'is wrong' : ruleOf(fault));
  }
  checkItself(mapping);
  return { mapping, hash: hashOf(mapping) };
}

/** With one spelling for each accented letter, as the cells of a file are read; editors may put a byte order mark in front. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '').normalize('NFC'));
  } catch (error) {
    throw new MappingInvalid('', `is not JSON: ${(error as Error).message}`);
  }
}

function compile(): ValidateFunction<Mapping> {
  const schema = JSON.parse(readFileSync(new URL('./mapping.schema.json', import.meta.url), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  formats.default(ajv, ['date']);
  return ajv.compile<Mapping>(schema);
}

function ruleOf({ message = 'is wrong', params }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: readonly unknown[] };
  if (additionalProperty !== undefined) return `must not have the property ${additionalProperty}`;
  return allowedValues === undefined ? message : `must be one of ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
}

// The canonical form refuses what cannot be told apart when it is read again: such as a key __proto__.
function hashOf(mapping: Mapping): string {
  try {
    return sha256Hex(canonicalJson(mapping));
  } catch (error) {
    throw new MappingInvalid('', (error as Error).message);
  }
}
