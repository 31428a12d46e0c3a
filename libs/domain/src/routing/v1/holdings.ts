/** Who has which undecided issues: as L1 owner, or as the leader who holds it. Plain data. */
export interface Holdings {
  /** Ids of issues that a person owns or holds. */
  readonly issues: Map<string, Set<string>>;
  /** How many a person owns. */
  readonly owned: Map<string, number>;
}

export interface Held {
  readonly owner: string;
  readonly holder: string;
}

export function noHoldings(): Holdings {
  return { issues: new Map(), owned: new Map() };
}

/** Moves an issue from those who had it to those who have it now; null: nobody. */
export function moveHoldings(holdings: Holdings, issue: string, before: Held | null, after: Held | null): void {
  if (before?.owner === after?.owner && before?.holder === after?.holder) return;
  if (before !== null) {
    holdings.issues.get(before.owner)?.delete(issue);
    holdings.issues.get(before.holder)?.delete(issue);
    holdings.owned.set(before.owner, ownedBy(holdings, before.owner) - 1);
  }
  if (after !== null) {
    issuesOf(holdings, after.owner).add(issue);
    issuesOf(holdings, after.holder).add(issue);
    holdings.owned.set(after.owner, ownedBy(holdings, after.owner) + 1);
  }
}

export function ownedBy({ owned }: Holdings, person: string): number {
  return owned.get(person) ?? 0;
}

function issuesOf({ issues }: Holdings, person: string): Set<string> {
  let held = issues.get(person);
  if (held === undefined) issues.set(person, (held = new Set()));
  return held;
}
