import type { Money } from '../money.js';

/** Every rule that turns a part of a message into a fact says why it is fair. */
interface Reasoned {
  readonly reason: string;
}

/**
 * A fact: the same for all messages; or what stands at a path of the message (`payload.custom_details.site`), perhaps looked up in a
 * table; or, for texts, put together (`{payload.summary}` stands for what is there). `otherwise` is taken where nothing stands at the
 * path, or nothing that the table knows; without it such a message cannot be mapped.
 */
export type FactRule<T extends string | number | boolean> = Reasoned &
  (
    | { readonly value: T | null }
    | { readonly text: string }
    | { readonly from: string; readonly table?: Readonly<Record<string, T>>; readonly otherwise?: T | null }
  );

/** An amount: always the same; or the decimal number at a path, in a currency. */
export type AmountRule = Reasoned &
  ({ readonly value: Money | null } | { readonly from: string; readonly currency: string; readonly otherwise?: Money | null });

/** What a message is about an issue: it files one, says that somebody works on it, says that it is over, or is nothing to us. */
export const INTAKE_ACTIONS = ['trigger', 'acknowledge', 'resolve', 'ignore'] as const;
export type IntakeAction = (typeof INTAKE_ACTIONS)[number];

/** How the messages of a source become delivery issues: data, described by `intake-mapping.schema.json` too. A fact left out is unknown. */
export interface IntakeMapping {
  readonly $schema?: string;
  readonly format: 'gravitas-intake/1';
  readonly name: string;
  /** Left out: as the protocol has it (`event_action`, `dedup_key`). */
  readonly action?: FactRule<string>;
  readonly key?: FactRule<string>;
  readonly issue: {
    readonly programme: FactRule<string>;
    readonly kind: FactRule<string>;
    readonly title: FactRule<string>;
    readonly description?: FactRule<string>;
    readonly site?: FactRule<string>;
    readonly partner?: FactRule<string>;
    readonly order?: FactRule<string>;
    readonly units?: FactRule<number>;
    readonly valueAtRisk?: AmountRule;
    readonly delayCostPerDay?: AmountRule;
    readonly neededBy?: FactRule<string>;
    readonly visibility?: FactRule<number>;
    readonly irreversible?: FactRule<boolean>;
    readonly exposure?: FactRule<string>;
    readonly criticalDetail?: FactRule<string>;
    readonly ask?: {
      readonly action: FactRule<string>;
      readonly spend?: AmountRule;
      readonly recommendation: FactRule<string>;
      readonly alternative?: FactRule<string>;
    };
  };
}
