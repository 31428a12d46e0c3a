import { Temporal } from 'temporal-polyfill';
import {
  INTAKE_ACTIONS,
  InvalidValue,
  isInstant,
  parseMoney,
  type AmountRule,
  type FactRule,
  type FileIssue,
  type IntakeAction,
  type IntakeMapping,
  type Money,
} from '#domain';
import { label } from '../import/label.js';
import type { Json, Message } from './message.js';

/** What a message means to us. `file`: the issue that a trigger files; null: it files none. */
export interface Meaning {
  readonly action: IntakeAction;
  readonly key: string;
  readonly file: Omit<FileIssue, 'externalReference'> | null;
}

/** A message whose meaning the mapping does not tell. `problem` and `field` say where; nothing of the message is repeated. */
export class MessageUnmappable extends Error {
  override readonly name = 'MessageUnmappable';
  constructor(
    readonly problem: string,
    readonly field: string,
    rule: string,
  ) {
    super(`${field} ${rule}`);
  }
}

const MOST_TITLE = 200;
const MOST_WORDS = 400;
const MOST_KEY = 1000;

/** @throws MessageUnmappable */
export function meaningOf(mapping: IntakeMapping, message: Message): Meaning {
  const read = new Reading(message.body);
  const action = message.action ?? read.oneOf('action', mapping.action, INTAKE_ACTIONS);
  if (action === 'ignore') return { action, key: '', file: null };
  const key = message.key ?? read.needed('key', mapping.key, MOST_KEY);
  return { action, key, file: action === 'trigger' ? issueOf(mapping.issue, read) : null };
}

function issueOf(rules: IntakeMapping['issue'], read: Reading): NonNullable<Meaning['file']> {
  return {
    type: 'FileIssue',
    programme: read.needed('programme', rules.programme, MOST_WORDS),
    kind: read.needed('kind', rules.kind, MOST_WORDS),
    title: read.needed('title', rules.title, MOST_TITLE),
    description: read.text('description', rules.description, MOST_WORDS),
    site: read.text('site', rules.site, MOST_WORDS),
    partner: read.text('partner', rules.partner, MOST_WORDS),
    order: read.text('order', rules.order, MOST_WORDS),
    serials: [],
    lines: 1,
    units: read.whole('units', rules.units),
    valueAtRisk: read.amount('valueAtRisk', rules.valueAtRisk),
    delayCostPerDay: read.amount('delayCostPerDay', rules.delayCostPerDay),
    neededBy: read.instant('neededBy', rules.neededBy),
    workaroundUntil: null,
    visibility: read.whole('visibility', rules.visibility),
    irreversible: read.flag('irreversible', rules.irreversible) ?? false,
    exposure: (read.text('exposure', rules.exposure, MOST_WORDS) ?? 'none') as FileIssue['exposure'],
    criticalDetail: read.text('criticalDetail', rules.criticalDetail, MOST_WORDS),
    ask: askOf(rules.ask, read),
  };
}

function askOf(rules: IntakeMapping['issue']['ask'], read: Reading): FileIssue['ask'] {
  if (rules === undefined) return null;
  return {
    action: read.needed('ask.action', rules.action, MOST_WORDS) as NonNullable<FileIssue['ask']>['action'],
    spend: read.amount('ask.spend', rules.spend),
    writeOff: null,
    delayAcceptedDays: 0,
    recommendation: read.needed('ask.recommendation', rules.recommendation, MOST_WORDS),
    alternative: read.text('ask.alternative', rules.alternative, MOST_WORDS),
  };
}

type Scalar = string | number | boolean;

/** Reads facts from one message. Each method throws `MessageUnmappable` with the fact and the rule that is broken. */
class Reading {
  readonly #body: Json;

  constructor(body: Json) {
    this.#body = body;
  }

  text(fact: string, rule: FactRule<string> | undefined, most: number): string | null {
    const said = this.#said(fact, rule);
    const line =
      said === null
        ? ''
        : label(
            String(said)
              .replaceAll(/\p{Cc}/gu, ' ')
              .toWellFormed(),
            most,
          );
    return line === '' ? null : line;
  }

  needed(fact: string, rule: FactRule<string> | undefined, most: number): string {
    return this.text(fact, rule, most) ?? lacks(fact);
  }

  oneOf<T extends string>(fact: string, rule: FactRule<string> | undefined, words: readonly T[]): T {
    const said = this.text(fact, rule, MOST_WORDS);
    return words.find((word) => word === said) ?? wrong(fact, `must be one of ${words.join(', ')}`);
  }

  whole(fact: string, rule: FactRule<number> | undefined): number | null {
    const said = this.#said(fact, rule);
    if (said === null || said === '') return null;
    return /^\d{1,15}(\.0+)?$/.test(String(said)) ? Number(said) : wrong(fact, 'must be a whole number');
  }

  flag(fact: string, rule: FactRule<boolean> | undefined): boolean | null {
    const said = this.#said(fact, rule);
    if (said === null || said === '') return null;
    return ['true', 'false'].includes(String(said)) ? String(said) === 'true' : wrong(fact, 'must be true or false');
  }

  /** With an offset of any zone, in UTC. */
  instant(fact: string, rule: FactRule<string> | undefined): string | null {
    const said = this.#said(fact, rule);
    if (said === null || said === '') return null;
    try {
      const instant = Temporal.Instant.from(String(said)).toString({ fractionalSecondDigits: 3 });
      if (isInstant(instant)) return instant;
    } catch {
      // Told below: what was thrown holds words of the message.
    }
    return wrong(fact, 'must be an instant such as 2026-11-23T13:32:59Z');
  }

  amount(fact: string, rule: AmountRule | undefined): Money | null {
    if (rule === undefined) return null;
    if ('value' in rule) return rule.value;
    const said = this.#at(rule.from);
    if (said === null || said === '') return rule.otherwise === undefined ? lacks(fact) : rule.otherwise;
    try {
      return parseMoney(String(said), rule.currency, fact);
    } catch (error) {
      if (error instanceof InvalidValue) return wrong(fact, error.message.slice(fact.length + 1));
      throw error;
    }
  }

  #said(fact: string, rule: FactRule<Scalar> | undefined): Scalar | null {
    if (rule === undefined) return null;
    if ('value' in rule) return rule.value;
    if ('text' in rule) return rule.text.replaceAll(/\{([^{}]+)\}/g, (_, path: string) => String(this.#at(path) ?? ''));
    const said = this.#at(rule.from);
    const { table, otherwise } = rule;
    const known =
      said === null || said === ''
        ? null
        : table === undefined
          ? said
          : Object.hasOwn(table, String(said))
            ? (table[String(said)] as Scalar)
            : null;
    if (known !== null) return known;
    return otherwise === undefined ? lacks(fact) : otherwise;
  }

  /** What stands at a path; null: nothing, or nothing that is a fact by itself. */
  #at(path: string): Scalar | null {
    let value: Json | undefined = this.#body;
    for (const name of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
      value = (value as Readonly<Record<string, Json>>)[name];
    }
    return typeof value === 'object' || value === undefined ? null : value;
  }
}

function lacks(fact: string): never {
  throw new MessageUnmappable('fact-missing', fact, 'is not in the message, or the mapping does not know what is there');
}

function wrong(fact: string, rule: string): never {
  throw new MessageUnmappable('fact-wrong', fact, rule);
}
