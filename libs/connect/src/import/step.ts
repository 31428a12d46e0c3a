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
export const STEP_KINDS = ['set_up', 'register', 'resolve', 'file'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

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
  /** Person in whose name it is given; null: the import's own. */
  readonly by: string | null;
};

/** A deed whose command names its stream itself. */
export const deed = <N extends NounName>(noun: N, command: ImportCommands[N], id: string | null = null): Deed =>
  ({ noun, command, id }) as Deed;

/** A step of the set-up in the import's own name. */
export const bySystem =
  (at: Instant) =>
  <N extends NounName>(noun: N, command: ImportCommands[N]): Step => ({ at, kind: 'set_up', row: 0, by: null, ...deed(noun, command) });

/** A step of the set-up in a person's name: for what only a person may do. */
export const byPerson =
  (at: Instant, by: string) =>
  <N extends NounName>(noun: N, command: ImportCommands[N]): Step => ({ ...bySystem(at)(noun, command), by });

/** Sorted by (instant, kind, row); steps that are equal in all three keep their order. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const rank = new Map(STEP_KINDS.map((kind, index) => [kind, index]));
  return [...steps].sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) || (rank.get(a.kind) as number) - (rank.get(b.kind) as number) || a.row - b.row,
  );
}
