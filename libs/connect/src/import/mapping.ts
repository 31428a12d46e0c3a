import type { AttentionBudget, Grant, Kind, Lever, Pattern, Role, Scope } from '#domain';
import type { Delimiter, Encoding } from './csv-file.js';
import type { DateFormat } from './dates.js';

/** Every rule that turns columns into a fact says why it is fair. */
interface Reasoned {
  readonly reason: string;
}

/**
 * A text: from a column, put together from several (`{Column}` stands for the row's cell), the same for all rows, or looked up by a
 * column's value (`otherwise` null: a value that is not listed is wrong).
 */
export type TextRule = Reasoned &
  (
    | { readonly column: string }
    | { readonly text: string }
    | { readonly value: string }
    | { readonly byColumn: string; readonly table: Readonly<Record<string, string>>; readonly otherwise: string | null }
  );

/**
 * An amount in the programme's currency: so many thousandths of a column's number (1000: the number itself), rounded half up.
 * `otherwise` is taken where the cell is empty, a dash, or holds words.
 */
export interface Share {
  readonly permille: number;
  readonly of: string;
  readonly otherwise?: Share;
}
type MoneyRule = Reasoned & Share;

/** Days by a table, or the same for all. */
export type DaysRule = number | { readonly byColumn: string; readonly table: Readonly<Record<string, number>>; readonly otherwise: number };

/** An instant: a date column, days added, at a local time of the mapping's zone. */
export interface InstantRule extends Reasoned {
  readonly date: string;
  readonly plusDays: DaysRule;
  readonly at: string;
}

interface NumberRule extends Reasoned {
  readonly column: string;
}

/** How a row becomes a delivery issue; each part is a fact of `IssueFiled`. */
export interface IssueRules {
  /** A row is an issue when the first date column lies after the second, or is empty although `filedAt` has passed. */
  readonly when: Reasoned & { readonly dateOf: string; readonly after: string };
  /** Rows with equal values here are lines of one issue, whose site, partner, order and ask are the first line's. */
  readonly sameDelivery: Reasoned & { readonly columns: readonly string[] };
  /** Identifies a row within the file: seen on a second line of an issue, that line is wrong. */
  readonly rowKey: string;
  readonly title: string;
  readonly kind: TextRule;
  readonly order: TextRule;
  readonly site: { readonly name: TextRule; readonly siteClass: TextRule; readonly region: TextRule };
  readonly partner: { readonly name: TextRule; readonly partnerClass: TextRule; readonly key: readonly string[] };
  readonly units: NumberRule;
  readonly valueAtRisk: MoneyRule;
  readonly delayCostPerDay: MoneyRule;
  readonly neededBy: InstantRule;
  readonly criticalDetail: TextRule;
  readonly visibility: Reasoned & { readonly value: number };
  readonly ask: { readonly action: TextRule; readonly spend: MoneyRule; readonly recommendation: string; readonly alternative: string };
  readonly filedAt: InstantRule;
  readonly resolvedAt: InstantRule;
}

/** Somebody who stands in the programme while its history is replayed. Names are desks, not persons, where the data name nobody. */
export interface MappedPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly level: number | null;
  readonly reportsTo: string | null;
  readonly attention: AttentionBudget;
  readonly roles: readonly { readonly role: Role; readonly scope: Scope }[];
  readonly grants: readonly (Pick<Grant, 'action' | 'pattern' | 'mayRedelegate'> & { readonly amount: string | null })[];
  readonly absences: readonly { readonly from: string; readonly until: string; readonly substitute: string | null }[];
}

/** What stands before the first row: the organisation, its programme, people and agreements. */
export interface Setup {
  readonly organisation: string;
  readonly currency: string;
  readonly zone: string;
  readonly preset: 'small' | 'middle' | 'large';
  readonly from: string;
  readonly until: string;
  readonly hours: { readonly days: readonly number[]; readonly start: string; readonly end: string };
  readonly programme: {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly purpose: string;
    readonly unitNoun: string;
    readonly siteNoun: string;
    readonly budget: string;
    readonly totalUnits: number;
    readonly kinds: readonly Kind[];
    readonly criticalDetails: readonly { readonly code: string; readonly label: string }[];
    readonly sponsor: string;
    readonly launchDays: number;
  };
  readonly people: readonly MappedPerson[];
  readonly playbooks: readonly {
    readonly id: string;
    readonly pattern: Pattern;
    readonly levers: readonly Lever[];
    readonly model: string;
    readonly handOver: {
      readonly at: string;
      readonly by: string;
      readonly to: string;
      readonly amountLimit: string;
      readonly valueLimit: string;
    } | null;
    readonly standingOrder: {
      readonly at: string;
      readonly by: string;
      readonly option: 'recommended' | 'alternative' | 'no';
      readonly maxAmount: string | null;
      readonly text: string;
    } | null;
  }[];
  /** From these days on the programme is in another phase. */
  readonly phases: readonly { readonly at: string; readonly phase: 'scaling' | 'steady' }[];
  readonly reasons: Readonly<Record<string, string>>;
}

/** The mapping file: `format` names this shape, `mapping.schema.json` describes it. */
export interface Mapping {
  readonly $schema?: string;
  readonly format: 'gravitas-mapping/1';
  readonly name: string;
  /** Left out: recognised from the file. */
  readonly source?: {
    readonly delimiter?: Delimiter;
    readonly encoding?: Encoding;
    readonly dates?: readonly DateFormat[];
    /** What stands before the decimals of a number; left out: a point. */
    readonly decimal?: '.' | ',';
  };
  readonly setup: Setup;
  readonly issue: IssueRules;
}
