/**
 * A log of any length, as a running service would have written it: people file, amend, decide and resolve, and what the router records is
 * what its own fold asks for. Told by dice from a seed, two thousand issues at a time; memory grows only with the fold. Words are sealed with
 * keys that no vault holds, as if all had been erased; flips, which have a version of their own and cost more than the rest, are left out.
 */
import { escalationDecider, presetLimits, defaultPolicy, fromMillis } from '#domain';
import { initialRouterState, step } from '#domain/routing/router-fold';
import { derivedId } from '#application/ids';
import { escalationCommand, tasksOf } from '#application/router-tasks';
import { positionAt } from '#event-store/sqlite/log-reader';

const OPEN_AT_ONCE = 2_000;
const DAYS = 300;
const MANAGERS = Array.from({ length: 40 }, (_, n) => `manager-${n}`);
const LEADERS = Array.from({ length: 12 }, (_, n) => `leader-${n}`);
const EXECUTIVES = ['executive-0', 'executive-1', 'executive-2'];
const PROGRAMMES = ['devices', 'meals', 'buses'];
const SITES = Array.from({ length: 60 }, (_, n) => `site-${n}`);
const PARTNERS = Array.from({ length: 400 }, (_, n) => `partner-${n}`);
const REGIONS = ['north', 'south', 'east', 'west'];
const HASH = 'a'.repeat(64);
const usd = (minor) => ({ minor, currency: 'USD' });
const amount = (minor) => ({ stated: usd(minor), routed: usd(minor) });
const words = (text) => ({ $personal: '00000000-0000-7000-8000-000000000000', c: Buffer.from(text).toString('base64url') });

/** Numbers below a bound that look random and are the same in every run. */
export function diceOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Gives the events of a log of this length, in order, as a store would record them. It ends at `until` (milliseconds). */
export class LongStory {
  constructor({ events, until, seed = 1 }) {
    this.events = events;
    this.state = initialRouterState();
    this.told = 0;
    this.made = [];
    this.dice = diceOf(seed);
    this.revisions = new Map();
    this.escalations = new Map();
    this.open = [];
    this.millis = until - DAYS * 86_400_000;
    this.tick = (DAYS * 86_400_000) / events;
  }

  *[Symbol.iterator]() {
    this.setUp();
    while (this.told < this.events) {
      yield* this.made.splice(0);
      this.oneThing();
    }
    yield* this.made.splice(0);
  }

  pick(some) {
    return some[this.dice(some.length)];
  }

  uuid() {
    const hex = Array.from({ length: 4 }, () => this.dice(0x1_0000_0000).toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Records what somebody did, and whatever the router makes of it. */
  record(actor, stream, type, data, { id = this.uuid(), causationId = this.uuid(), correlationId = causationId } = {}) {
    const revision = this.revisions.get(stream) ?? 0;
    this.revisions.set(stream, revision + 1);
    this.millis += this.tick;
    const system = actor.startsWith('system:');
    const event = {
      id,
      type,
      schema: 1,
      stream,
      revision,
      recordedAt: fromMillis(Math.floor(this.millis)),
      actor,
      auth: { method: system ? 'system' : 'token', id: system ? actor.slice('system:'.length) : '5f0c6f0e-52c7-7d0c-8f0c-6f0e52c77d0c' },
      correlationId,
      causationId,
      ...(system ? {} : { commandHash: `${causationId}${id}`.replaceAll('-', '') }),
      data,
      index: this.told,
      position: positionAt(this.told),
    };
    this.told += 1;
    this.made.push(event);
    this.fold(event);
  }

  fold(event) {
    if (event.stream.startsWith('escalation-')) this.follow(event);
    for (const task of tasksOf(step(this.state, event), event, this.state)) this.perform(task);
  }

  perform(task) {
    const cause = { causationId: task.id, correlationId: task.cause.correlationId };
    if (task.kind === 'route') {
      const { body } = task.routed;
      const data = body.changed ? { ...body, flipsVersion: 1, flips: [] } : body;
      this.record('system:router', task.stream, 'IssueRouted', data, { ...cause, id: task.id, causationId: task.cause.id });
      return;
    }
    if (task.kind !== 'escalation') return;
    const state = this.escalations.get(task.stream) ?? escalationDecider.initial;
    const context = { now: fromMillis(Math.floor(this.millis)), actor: { kind: 'system', id: 'router' }, escalationId: task.target };
    try {
      for (const { type, data } of escalationDecider.decide(escalationCommand(task.move), state, context)) {
        this.record('system:router', task.stream, type, data, cause);
      }
    } catch (refusal) {
      if (!('kind' in refusal)) throw refusal; // somebody was faster, which is a normal outcome
    }
  }

  follow(event) {
    const state = escalationDecider.evolve(this.escalations.get(event.stream) ?? escalationDecider.initial, event);
    this.escalations.set(event.stream, state);
  }

  oneThing() {
    if (this.open.length < OPEN_AT_ONCE) this.file();
    else this.goOn(this.dice(this.open.length));
  }

  file() {
    const n = this.dice(100);
    const grave = n < 22;
    const programme = this.pick(PROGRAMMES);
    const ask = n < 60 ? { action: 'spend', spend: amount((1 + this.dice(grave ? 200_000 : 9_000)) * 100) } : null;
    const issue = this.uuid();
    const filer = this.pick(MANAGERS);
    const facts = {
      kind: this.pick(['late', 'damaged', 'wrong_count']),
      site: this.pick(SITES),
      partner: this.pick(PARTNERS),
      order: n % 2 === 0 ? `order-${this.dice(50_000)}` : null,
      serials: [],
      units: 1 + this.dice(400),
      valueAtRisk: amount((grave ? 1_000_000 : 100 + this.dice(9_000)) * 100),
      delayCostPerDay: amount((grave ? 20_000 : 5 + this.dice(60)) * 100),
      neededBy: fromMillis(Math.floor(this.millis) + (1 + this.dice(40)) * 86_400_000),
      workaroundUntil: null,
      visibility: grave ? 3 : this.dice(2),
      irreversible: false,
      exposure: this.dice(200) === 0 ? 'safety' : 'none',
      criticalDetail: null,
      ask: ask && { ...ask, writeOff: null, delayAcceptedDays: 0, recommendation: words('Send the van'), alternative: null },
    };
    const said = { title: words('Pallet of tablets is missing'), description: null, externalReference: null, lines: 1 };
    this.open.push({ issue, filer, stage: 0 });
    this.record(filer, `issue-${issue}`, 'IssueFiled', { programme, region: this.pick(REGIONS), ...said, ...facts });
  }

  goOn(at) {
    const one = this.open[at];
    const of = this.state.cases.get(one.issue);
    const stream = `issue-${one.issue}`;
    one.stage += 1;
    if (of.escalation !== null) this.lead(one, of);
    else if (one.stage === 1) this.record(of.owner, stream, 'NoteAdded', { text: words('Called the carrier, who will look for it') });
    else if (one.stage === 2 && this.dice(2) === 0) {
      this.record(of.owner, stream, 'IssueAmended', { changes: { units: 1 + this.dice(400) } });
    } else if (of.status === 'decided' && one.effect !== undefined) {
      this.record('system:timekeeper', one.effect, 'DecisionTookEffect', { decisionRevision: one.decided });
      one.effect = undefined;
    } else {
      this.record(of.owner, stream, 'IssueResolved', { outcome: this.dice(20) === 0 ? 'failed' : 'fixed', resolution: words('Arrived') });
      this.close(at, of);
    }
  }

  /** A leader claims it, then decides. */
  lead(one, { escalation }) {
    const { triggerId } = escalation.key;
    const stream = `escalation-${derivedId(derivedId(triggerId, `route/${one.issue}`), 'escalation')}`;
    const by = escalation.holder;
    if (escalation.claim === null) {
      this.record(by, stream, 'EscalationClaimed', { by, timeBoxUntil: fromMillis(Math.floor(this.millis) + 14 * 86_400_000) });
      return;
    }
    const said = { decision: words('Send the van'), rationale: words('Schools wait for it'), optionsConsidered: [words('Wait')] };
    const cents = (1 + this.dice(9_000)) * 100;
    const terms = { option: 'recommended', commitmentMinor: cents, coveredMinor: cents, spend: amount(cents), decisionGroup: null };
    one.effect = stream;
    one.decided = this.revisions.get(stream);
    const takesEffectAt = fromMillis(Math.floor(this.millis) + 10_000);
    this.record(by, stream, 'EscalationDecided', { ...said, ...terms, by, grant: { person: by, grantId: `${by}-all` }, takesEffectAt });
  }

  /** What is over is remembered by the fold alone. */
  close(at, { id, opened }) {
    this.open[at] = this.open.at(-1);
    this.open.pop();
    for (const stream of [`issue-${id}`, `routing-${id}`]) this.revisions.delete(stream);
    for (const { triggerId } of opened) {
      const stream = `escalation-${derivedId(derivedId(triggerId, `route/${id}`), 'escalation')}`;
      this.revisions.delete(stream);
      this.escalations.delete(stream);
    }
  }

  setUp() {
    const by = 'system:operator';
    const policy = defaultPolicy({ currency: 'USD', limits: presetLimits('large', 'USD'), name: 'Default' });
    const levels = policy.levels.map(({ code }) => code);
    this.record(by, 'policybook-organisation', 'OrganisationSetUp', { name: 'Schools', routingCurrency: 'USD', levels });
    this.record(by, `policy-${HASH}`, 'PolicyProposed', { hash: HASH, policy, by: 'root', builtIn: true, note: null });
    const effectiveFrom = fromMillis(Math.floor(this.millis));
    this.record(by, 'policybook-organisation', 'PolicyActivated', { hash: HASH, scope: 'organisation', effectiveFrom, approvedIn: null });
    for (const id of EXECUTIVES) this.join(id, 3, null, 'executive', null);
    for (const [n, id] of LEADERS.entries()) this.join(id, 2, EXECUTIVES[n % EXECUTIVES.length], 'leader', usd(250_000_00));
    for (const [n, id] of MANAGERS.entries()) this.join(id, 1, LEADERS[n % LEADERS.length], 'manager', usd(25_000_00));
    for (const programme of PROGRAMMES) this.start(programme);
  }

  join(id, level, reportsTo, role, limit) {
    const attention = { minutesPerWeek: 1_200, interruptionsPer12Hours: 2, handsOnLimit: 3 };
    const identity = { name: words(`Name of ${id}`), title: words(role), calendar: null };
    const grant = { grantId: `${id}-all`, action: null, amount: limit, pattern: {}, from: '2020-01-01T00:00:00.000Z', until: null };
    this.record('system:operator', `person-${id}`, 'PersonRegistered', { ...identity, level, reportsTo, attention });
    this.record('system:operator', `person-${id}`, 'RoleGiven', { role, scope: {} });
    this.record('system:operator', `person-${id}`, 'GrantGiven', { ...grant, mayRedelegate: false, givenBy: 'root' });
  }

  start(programme) {
    const by = 'system:operator';
    const kinds = ['late', 'damaged', 'wrong_count'].map((code) => ({ code, label: code, icon: 'box', disposition: null }));
    const named = { code: programme, name: programme, purpose: 'For every pupil', unitNoun: 'device', siteNoun: 'school' };
    const size = { budget: usd(20_000_000_00), totalUnits: 400_000, kinds, criticalDetails: [] };
    const economics = { unitValue: usd(500_00), delayCostPerUnitDay: [] };
    const launchEndsAt = fromMillis(Math.floor(this.millis) + 60 * 86_400_000);
    const rest = { economics, sponsor: 'executive-0', calendar: 'weekdays', launchEndsAt };
    this.record(by, `programme-${programme}`, 'ProgrammeStarted', { ...named, ...size, ...rest });
    for (const [n, code] of SITES.entries()) {
      const data = { programme, code, name: `School ${n}`, siteClass: this.pick(['primary', 'secondary']), region: REGIONS[n % 4] };
      this.record(by, `site-${programme}.${code}`, 'SiteRegistered', data);
    }
    for (const [n, code] of PARTNERS.entries()) {
      const data = { programme, code, name: `Partner ${n}`, partnerClass: this.pick(['carrier', 'supplier']), key: false };
      this.record(by, `partner-${programme}.${code}`, 'PartnerRegistered', data);
    }
  }
}
