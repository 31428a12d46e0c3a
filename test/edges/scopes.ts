import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '#domain';
import type { Answer } from '../e2e/client.js';
import { EventSource } from '../e2e/event-source.js';
import { operationsOf, type Operation } from './api.js';
import { openOffice, type Elsewhere, type Office } from './office.js';
import { ROUTE_RIGHTS, type RouteRights } from './route-rights.js';

/** Who looks from where. */
export type Stranger = readonly [Role, Elsewhere];

let office: Office;
let operations: readonly Operation[];

/** A route without an entry fails once, in the first test. */
const rightsOf = (id: string): RouteRights => ROUTE_RIGHTS[id] ?? { about: 'nothing' };
const head = async (): Promise<number> => (await office.world.node.store.head())?.index ?? -1;

const CODES: Readonly<Record<string, string>> = { Partner: 'northline', Order: 'PO-118', partner: 'northline', order: 'PO-118' };
const QUERIES: Readonly<Record<string, string>> = {
  alikeIssues: '?programme=tablets&site=moss-ridge',
  filingHints: '?programme=tablets',
  policyInForce: '?programme=tablets',
  decisionCounts: '?since=2026-01-01T00:00:00.000Z',
  workingTime: '?from=2026-11-23T00:00:00.000Z&until=2026-11-24T00:00:00.000Z',
  queue: '?leader=lee',
  queueHeader: '?leader=lee',
};

/** The route's path with ids of what there is; or with others in the place of `replaced`. */
function pathOf({ id, path }: Operation, other: Readonly<Record<string, string>> = {}): string {
  const kind = ['Partner', 'Order', 'partner', 'order'].find((one) => id.endsWith(one) || path.includes(`/${one.toLowerCase()}s/`));
  const ids: Record<string, string> = { ...office.ids, code: CODES[kind ?? ''] ?? 'moss-ridge', ...other };
  const below = path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : `/${path}`;
  return below.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name) + (QUERIES[id] ?? '');
}

function ask(token: string, operation: Operation, other: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { method } = operation;
  const path = pathOf(operation, other);
  if (operation.file !== null) return office.as(token, path, { raw: operation.file, headers: { 'content-type': 'text/csv' } });
  return office.as(token, path, method === 'GET' ? {} : { method, body: bodyOf(operation) });
}

/** An example that is about what there is in the programme tablets. */
function bodyOf({ id, example }: Operation): object {
  if (id === 'decideTogether') return { ...example, escalations: [{ escalation: office.ids['escalation'] }] };
  if (id === 'fileIssue') return { ...example, site: 'moss-ridge', partner: 'northline', order: null };
  return { ...example, ...(example !== null && 'programme' in example ? { programme: 'tablets' } : {}) };
}

/** Nothing of the case, nor a row or a count of one. */
function holdsNothing({ body }: Answer): boolean {
  const text = JSON.stringify(body);
  const known = [office.ids['issue'], office.ids['escalation'], office.ids['callSheet'], office.ids['decision'], 'late-carrier'];
  return known.every((one) => !text.includes(one as string)) && !/"(count|byManagers|byLeaders)":[1-9]/.test(text);
}

/** What holds of scopes on every route: told of some strangers and roles, or of all. */
export function scopesHold(strangers: readonly Stranger[], roles: readonly Role[]): void {
  beforeAll(async () => {
    office = await openOffice();
    operations = operationsOf(office.client.document);
  }, 60_000);
  afterAll(() => office.world.close());

  it('every route says what it is about, and nothing else does', () => {
    expect(Object.keys(ROUTE_RIGHTS).sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  describe.each(strangers)('a %s of %s', (role, where) => {
    const token = (): string => office.tokenOf(role, where);
    const ofCase = (): Operation[] => operations.filter(({ id }) => rightsOf(id).about === 'case');
    const isDoor = ({ status, body }: Answer): boolean => status === 403 && String(body.detail).startsWith('needs the role');

    it('is told of a case what would be told if it were not there', async () => {
      const before = await head();
      for (const operation of ofCase()) {
        const found = await ask(token(), operation);
        if (role === 'auditor' && operation.method === 'POST') {
          expect([operation.id, isDoor(found)]).toEqual([operation.id, true]);
          continue;
        }
        const nothing = { issue: 'nothing', escalation: 'nothing', callSheet: 'nothing', decision: 'nothing' };
        const missing = await ask(token(), operation, nothing);
        const said = ({ status, body }: Answer, id: string): unknown => [status, body.type, String(body.detail).replace(id, '…')];
        const [name = ''] = /\{(\w+)\}/.exec(operation.path)?.slice(1) ?? [];
        expect([operation.id, said(found, office.ids[name] as string)]).toEqual([operation.id, said(missing, 'nothing')]);
        expect([operation.id, found.status]).toEqual([operation.id, 404]);
        expect(found.headers.get('etag')).toBe(null);
      }
      expect(await head()).toBe(before);
    });

    it('is not told its revision by way of If-Match', async () => {
      for (const operation of ofCase().filter(({ method }) => method === 'POST')) {
        const answer = await office.as(token(), pathOf(operation), { body: bodyOf(operation), headers: { 'if-match': '"4711"' } });
        expect([operation.id, answer.status]).toEqual([operation.id, role === 'auditor' ? 403 : 404]);
      }
    });

    it('finds it in no list, count or stream', async () => {
      for (const operation of operations.filter(({ id }) => rightsOf(id).about === 'cases' && id !== 'stream' && id !== 'decideTogether')) {
        const answer = await ask(token(), operation);
        expect([operation.id, answer.status === 403 || (answer.status === 200 && holdsNothing(answer))]).toEqual([operation.id, true]);
      }
      const stream = await EventSource.open(`${office.world.url}/api/v1/stream?after=0`, { authorization: `Bearer ${token()}` });
      await stream.until(await head());
      await stream.close();
      const heard = JSON.stringify(stream.events);
      for (const id of ['issue', 'escalation', 'callSheet']) expect([id, heard.includes(office.ids[id] as string)]).toEqual([id, false]);
    });

    it('changes nothing of it, nor of the programme or the organisation', async () => {
      const before = await head();
      for (const operation of operations.filter(({ method, id }) => method === 'POST' && rightsOf(id).about !== 'nothing')) {
        const { status, body } = await ask(token(), operation);
        // Several at once are answered one by one, and so are the rows of a file.
        const eachRefused = body.items?.every((one: { accepted: unknown }) => one.accepted === null) ?? body.eventsAppended === 0;
        const isRefused = status === 403 || status === 404 || (status === 200 && eachRefused);
        expect([operation.id, status, isRefused]).toEqual([operation.id, status, true]);
      }
      expect(await head()).toBe(before);
    });

    it('sees of programmes those in which there is a role', async () => {
      for (const operation of operations.filter(({ method, id }) => method === 'GET' && rightsOf(id).about.startsWith('programme'))) {
        const answer = await ask(token(), operation);
        if (rightsOf(operation.id).by?.includes(role) === false) expect([operation.id, answer.status]).toEqual([operation.id, 403]);
        else if (where !== 'another programme') expect([operation.id, answer.status]).toEqual([operation.id, 200]);
        else if (rightsOf(operation.id).about === 'programme') expect([operation.id, answer.status]).toEqual([operation.id, 404]);
        else expect([operation.id, JSON.stringify(answer.body).includes('tablets')]).toEqual([operation.id, false]);
      }
    });

    it('does not read the log, and reads of people what the role permits', async () => {
      for (const operation of operations.filter(({ method, id }) => method === 'GET' && ['log', 'people'].includes(rightsOf(id).about))) {
        const { status } = await ask(token(), operation);
        const closed = rightsOf(operation.id).about === 'log' || rightsOf(operation.id).by?.includes(role) === false;
        expect([operation.id, status]).toEqual([operation.id, closed ? 403 : 200]);
      }
    });
  });

  describe('a role in the whole organisation', () => {
    it.each(roles)('%s gives no command that is another role’s', async (role) => {
      const before = await head();
      for (const operation of operations.filter(({ method, id }) => method === 'POST' && rightsOf(id).by?.includes(role) === false)) {
        const { status } = await ask(office.tokenOf(role, 'everywhere'), operation);
        expect([operation.id, status]).toEqual([operation.id, 403]);
      }
      expect(await head()).toBe(before);
    });

    it.each(ROLES)('%s reads what is for the role in the whole organisation', async (role) => {
      for (const operation of operations.filter(({ id }) => rightsOf(id).about === 'log')) {
        const may = rightsOf(operation.id).by?.includes(role) === true;
        expect([operation.id, (await ask(office.tokenOf(role, 'everywhere'), operation)).status]).toEqual([operation.id, may ? 200 : 403]);
      }
    });
  });

  describe('a token that is limited to elsewhere', () => {
    const names = [
      'the filer, limited to another partner',
      'the holder, limited to another region',
      'the executive, limited to another programme',
    ];

    it.each(names)('of %s opens nothing of their own case', async (name) => {
      const token = office.limited[name] as string;
      const before = await head();
      for (const operation of operations.filter(({ id }) => rightsOf(id).about === 'case')) {
        expect([operation.id, (await ask(token, operation)).status]).toEqual([operation.id, 404]);
      }
      for (const operation of operations.filter(
        ({ id, method }) => method === 'GET' && rightsOf(id).about === 'cases' && id !== 'stream',
      )) {
        const answer = await office.as(token, pathOf(operation).replace('?leader=lee', ''));
        expect([operation.id, answer.status, holdsNothing(answer)]).toEqual([operation.id, 200, true]);
      }
      expect(await head()).toBe(before);
    });
  });

  describe('what a body or an answer holds', () => {
    it('never sets what is not its caller’s to say', async () => {
      const token = office.world.tokens.dana;
      for (const operation of operations.filter(({ id, example }) => example !== null && id !== 'advanceDemoClock')) {
        for (const [name, value] of Object.entries({
          actor: 'lee',
          recordedAt: '2020-01-01T00:00:00.000Z',
          grant: { person: 'dana' },
          selfApproved: true,
          givenBy: 'kim',
          by: ['kim'],
          filedBy: 'omar',
          revision: 0,
        })) {
          if (name in (operation.body?.properties ?? {})) continue;
          const { status, body } = await office.as(token, pathOf(operation), { body: { ...bodyOf(operation), [name]: value } });
          const isClosed = status === 403 && String(body.detail).startsWith('needs the role');
          expect([operation.id, name, isClosed || (status === 400 && body.field === name)]).toEqual([operation.id, name, true]);
        }
      }
    });

    it('keeps tokens and conflicts to the person, and to administrators and auditors of the whole organisation', async () => {
      await office.scenario.give('ada', 'declareConflict', { person: 'omar' });
      const now = `?waitFor=${await head()}`;
      const seenBy = async (token: string): Promise<unknown> => {
        const { body } = await office.as(token, `/people/omar${now}`);
        return [body.tokens.length, body.conflicts.length];
      };
      for (const role of ROLES.filter((one) => one !== 'service')) {
        const overall = role === 'administrator' || role === 'auditor';
        expect([role, await seenBy(office.tokenOf(role, 'everywhere'))]).toEqual([role, overall ? [1, 1] : [0, 0]]);
        expect([role, await seenBy(office.tokenOf(role, 'another region'))]).toEqual([role, [0, 0]]);
      }
      expect(await seenBy(office.world.tokens.omar)).toEqual([1, 1]);
    });

    it('holds no hash of a secret outside of the log', async () => {
      for (const operation of operations.filter(
        ({ method, id }) => method === 'GET' && !['stream', 'log', 'logEntry', 'demoClock'].includes(id),
      )) {
        const answer = await ask(office.world.tokens.aud, operation);
        expect([operation.id, answer.status, /secretHash|gvt_/.test(JSON.stringify(answer.body))]).toEqual([operation.id, 200, false]);
      }
    });
  });
}
