import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { canonicalJson, sha256Hex } from '#ledger';
import { DATE_FORMATS } from './dates.js';
import { MappingInvalid } from './import-errors.js';
import type { Mapping } from './mapping.js';

export interface ReadMapping {
  readonly mapping: Mapping;
  /** SHA-256 of the mapping's canonical JSON: layout and key order do not matter. */
  readonly hash: string;
}

/** Checks a mapping against its JSON Schema and against itself. @throws MappingInvalid with the path and the rule */
export function readMapping(text: string): ReadMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MappingInvalid('', `is not JSON: ${(error as Error).message}`);
  }
  const schema = JSON.parse(readFileSync(new URL('./mapping.schema.json', import.meta.url), 'utf8')) as object;
  const validate = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true }).compile<Mapping>(schema);
  if (!validate(json)) {
    const fault = validate.errors?.[0];
    const extra = (fault?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
    throw new MappingInvalid(fault?.instancePath ?? '', `${fault?.message ?? 'is wrong'}${extra === undefined ? '' : `: ${extra}`}`);
  }
  checkItself(json);
  return { mapping: json, hash: sha256Hex(canonicalJson(json)) };
}

function checkItself({ setup, source, issue }: Mapping): void {
  const people = new Set(setup.people.map(({ id }) => id));
  const known = (path: string, id: string | null) => {
    if (id !== null && !people.has(id)) throw new MappingInvalid(path, `names ${id}, who is not in /setup/people`);
  };
  known('/setup/programme/sponsor', setup.programme.sponsor);
  setup.people.forEach(({ reportsTo, absences }, i) => {
    known(`/setup/people/${i}/reportsTo`, reportsTo);
    absences.forEach(({ substitute }, j) => known(`/setup/people/${i}/absences/${j}/substitute`, substitute));
  });
  setup.playbooks.forEach(({ handOver, standingOrder }, i) => {
    known(`/setup/playbooks/${i}/handOver/by`, handOver?.by ?? null);
    known(`/setup/playbooks/${i}/handOver/to`, handOver?.to ?? null);
    known(`/setup/playbooks/${i}/standingOrder/by`, standingOrder?.by ?? null);
  });
  const kinds = new Set(setup.programme.kinds.map(({ code }) => code));
  const stated = 'value' in issue.kind ? [issue.kind.value] : 'table' in issue.kind ? Object.values(issue.kind.table) : [];
  for (const kind of stated)
    if (!kinds.has(kind)) throw new MappingInvalid('/issue/kind', `names the kind ${kind}, which is not in /setup/programme/kinds`);
  for (const format of source?.dates ?? []) {
    if (!Object.hasOwn(DATE_FORMATS, format))
      throw new MappingInvalid('/source/dates', `names ${format}; known are ${Object.keys(DATE_FORMATS).join(', ')}`);
  }
}
