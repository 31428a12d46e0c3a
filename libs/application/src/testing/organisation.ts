import { canonicalJson, sha256Hex } from '#ledger';
import { defaultPolicy, presetLimits, type FileIssue, type Instant, type Money, type PersonCommand } from '#domain';
import type { EventStore, RecordedEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { systemClaim, type Claim } from '../claim.js';
import type { Accepted, CommandRequest } from '../command.js';
import { Engine, type EngineParts, type NounName } from '../engine.js';
import type { CommandOf } from '../noun.js';
import type { nouns } from '../nouns.js';
import { SimulatedTime } from '../simulated-time.js';

/** A Monday, an hour into the assumed working week. */
export const MONDAY: Instant = '2026-11-23T09:00:00.000Z';
export const usd = (major: number): Money => ({ minor: major * 100, currency: 'USD' });

type Command<N extends NounName> = CommandOf<(typeof nouns)[N]>;

/** Ids that are the same in every run; engines that share a vault do not give the same one twice. */
function idsOf(vault: MemoryVault): () => string {
  return () => {
    const count = (given.get(vault) ?? 0) + 1;
    given.set(vault, count);
    return `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
  };
}
const given = new WeakMap<MemoryVault, number>();

/** An engine over a log in memory, in time that is moved by hand, and short words for giving commands. */
export class Organisation {
  readonly engine: Engine;
  readonly failures: string[] = [];

  constructor(
    readonly store: EventStore = new MemoryEventStore({ random: () => 0.4 }),
    readonly time = new SimulatedTime(MONDAY),
    readonly vault = new MemoryVault(),
    parts: Partial<EngineParts> = {},
  ) {
    this.engine = new Engine({
      store,
      vault,
      clock: time,
      timers: time,
      ticksByItself: false,
      newId: idsOf(vault),
      secret: Buffer.alloc(32, 1),
      onFailure: (part, error) => this.failures.push(`${part}: ${String(error)}`),
      onFault: (part, error) => this.failures.push(`${part}: ${String(error)}`),
      ...parts,
    });
  }

  /** A started engine over a log that holds an organisation: mia and max at L1, lea and leo at L2, eva at L3. */
  static async started(...given: ConstructorParameters<typeof Organisation>): Promise<Organisation> {
    const organisation = new Organisation(...given);
    await organisation.engine.start();
    await organisation.setUp();
    await organisation.engine.rest();
    return organisation;
  }

  async as<N extends NounName>(
    claim: Claim,
    noun: N,
    command: Command<N>,
    more: Partial<CommandRequest<Command<N>>> = {},
  ): Promise<Accepted> {
    return this.engine.handle(noun, { id: null, command, claim, identity: null, ...more });
  }

  async file(id: string, facts: Partial<FileIssue> = {}, more: Partial<CommandRequest<Command<'issue'>>> = {}): Promise<Accepted> {
    return this.as(person('mia'), 'issue', { ...issue, ...facts }, { id, ...more });
  }

  /** An issue that needs more than a manager's authority. */
  async fileUp(id: string, more: Partial<CommandRequest<Command<'issue'>>> = {}): Promise<Accepted> {
    return this.file(id, { ask: askFor(usd(20_000)) }, more);
  }

  async log(from = 0): Promise<readonly RecordedEvent[]> {
    return this.store.readFromIndex(from, 100_000);
  }

  /** Types of the events of streams that begin with a prefix, in log order. */
  async typesOf(prefix: string): Promise<readonly string[]> {
    return (await this.log()).filter(({ stream }) => stream.startsWith(prefix)).map(({ type }) => type);
  }

  /** Lets time pass as an import does: everything that falls due on the way is done at its instant. */
  async passTo(instant: Instant): Promise<void> {
    await this.engine.rest();
    for (let due = this.engine.nextDue(); due !== null && due <= instant; due = this.engine.nextDue()) {
      this.time.advanceTo(due);
      await this.engine.rest();
    }
    this.time.advanceTo(instant);
    await this.engine.rest();
  }

  private async setUp(): Promise<void> {
    const policy = defaultPolicy({ currency: 'USD', limits: presetLimits('middle', 'USD'), name: 'First' });
    const hash = sha256Hex(canonicalJson(policy));
    await this.as(operator, 'policyBook', { type: 'SetUpOrganisation', name: 'Acme', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] });
    await this.as(operator, 'policy', { type: 'ProposePolicy', hash, policy, builtIn: true, note: null });
    await this.as(operator, 'policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash });
    await this.join('eva', 3, 'executive', null, null);
    await this.join('lea', 2, 'leader', 'eva', usd(50_000));
    await this.join('leo', 2, 'leader', 'eva', usd(50_000));
    await this.join('mia', 1, 'manager', 'eva', usd(5000));
    await this.join('max', 1, 'manager', 'eva', usd(5000));
    const [from, until] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
    const day = { name: 'Week', zone: 'UTC', rule: 'a day, then as assumed', from, until, intervals: [[29_454_240, 29_454_300]] } as const;
    await this.as(operator, 'calendar', { type: 'PublishCalendar', calendar: 'week', ...day });
    await this.as(operator, 'programme', programme);
  }

  private async join(
    id: string,
    level: number,
    role: 'manager' | 'leader' | 'executive',
    reportsTo: string | null,
    amount: Money | null,
  ): Promise<void> {
    const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
    const tell = (command: PersonCommand) => this.as(operator, 'person', command);
    await tell({ type: 'RegisterPerson', person: id, name: id, title: role, level, reportsTo, attention, calendar: null });
    await tell({ type: 'GiveRole', person: id, role, scope: {} });
    const grant = { grantId: 'g1', action: null, amount, pattern: {}, from: MONDAY, until: null, mayRedelegate: true };
    await tell({ type: 'GiveGrant', person: id, grant });
  }
}

export const operator = systemClaim('operator');

export function person(id: string): Claim {
  return { kind: 'person', id, auth: { method: 'test', id: 'session' }, roles: null };
}

export function askFor(spend: Money): FileIssue['ask'] {
  return { action: 'spend', spend, writeOff: null, delayAcceptedDays: 0, recommendation: 'Buy them elsewhere', alternative: null };
}

const programme: Command<'programme'> = {
  type: 'StartProgramme',
  programme: 'tablets',
  code: 'TAB',
  name: 'Tablets',
  purpose: 'A tablet for every pupil',
  unitNoun: 'tablet',
  siteNoun: 'school',
  budget: usd(200_000_000),
  totalUnits: 400_000,
  kinds: [{ code: 'late', label: 'Late', icon: 'clock', disposition: null }],
  criticalDetails: [],
  economics: { unitValue: usd(500), delayCostPerUnitDay: [] },
  sponsor: 'eva',
  calendar: 'week',
  launchEndsAt: null,
};

export const issue: FileIssue = {
  type: 'FileIssue',
  programme: 'tablets',
  title: 'Ten tablets did not come',
  description: null,
  externalReference: null,
  lines: 1,
  kind: 'late',
  site: null,
  partner: null,
  order: null,
  serials: [],
  units: 10,
  valueAtRisk: usd(5000),
  delayCostPerDay: usd(10),
  neededBy: '2026-12-21T17:00:00.000Z',
  workaroundUntil: null,
  visibility: 0,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
};
