import type {
  CalendarCommand,
  Instant,
  IssueCommand,
  PartnerCommand,
  PersonCommand,
  PlaybookCommand,
  PolicyBookCommand,
  PolicyCommand,
  ProgrammeCommand,
  SiteCommand,
} from '#domain';

/** The nouns that an import gives commands to. */
export interface ImportCommands {
  readonly policyBook: PolicyBookCommand;
  readonly policy: PolicyCommand;
  readonly calendar: CalendarCommand;
  readonly person: PersonCommand;
  readonly programme: ProgrammeCommand;
  readonly playbook: PlaybookCommand;
  readonly site: SiteCommand;
  readonly partner: PartnerCommand;
  readonly issue: IssueCommand;
}
export type NounName = keyof ImportCommands;

/** At one instant: what stands before anything else, then what is closed, then what is new. */
const STEP_KINDS = ['set_up', 'register', 'resolve', 'file'] as const;
type StepKind = (typeof STEP_KINDS)[number];

/** What is done, whenever: the command and the noun that it is for. */
export type Deed = {
  [N in NounName]: {
    readonly noun: N;
    readonly command: ImportCommands[N];
    /** Id of the stream where the command itself names none. */ readonly id: string | null;
  };
}[NounName];

/** A deed of the import at its instant. Steps are carried out in the order of (instant, kind, row). */
export type Step = Deed & {
  readonly at: Instant;
  readonly kind: StepKind;
  /** Row of the file that it comes from; 0: from the mapping. */
  readonly row: number;
  /** Where it comes from, as a person looks for it: `/setup/people/2` of the mapping, or `row 12`. */
  readonly place: string;
  /** Names it among all steps of the import: by this it is known to be done. */
  readonly key: string;
  /** The stream that it opens, where another import may have opened it before. */
  readonly opens: string | null;
  /** Person in whose name it is given; null: the import's own. */
  readonly by: string | null;
};

/** A deed whose command names its stream itself. */
export const deed = <N extends NounName>(noun: N, command: ImportCommands[N], id: string | null = null): Deed =>
  ({ noun, command, id }) as Deed;

/** Sorted by (instant, kind, row); steps that are equal in all three keep their order. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const rank = new Map(STEP_KINDS.map((kind, index) => [kind, index]));
  return [...steps].sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) || (rank.get(a.kind) as number) - (rank.get(b.kind) as number) || a.row - b.row,
  );
}
