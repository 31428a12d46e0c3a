import { describe, expect, it } from '@jest/globals';
import { InvalidValue } from '#domain';
import { mintToken } from './access-token.js';
import { NotAuthenticated } from './errors.js';
import { newId } from './ids.js';
import { askFor, issue, MONDAY, operator, Organisation, person, usd } from './testing/organisation.js';

describe('a token', () => {
  const issued = async () => {
    const acme = await Organisation.started();
    const token = mintToken('lea', newId);
    const { tokenId, secretHash } = token;
    const command = {
      type: 'IssueToken',
      person: 'lea',
      tokenId,
      secretHash,
      roles: null,
      until: '2026-12-01T00:00:00.000Z',
      label: 'Laptop',
    } as const;
    await acme.as(operator, 'person', command);
    return { acme, token };
  };

  it('says who comes, and what they may do', async () => {
    const { acme, token } = await issued();
    const caller = await acme.engine.authenticate(token.text);
    expect(caller).toMatchObject({
      claim: { id: 'lea', auth: { method: 'token', id: token.tokenId }, roles: null },
      rights: { level: 2, roles: [{ role: 'leader' }] },
    });
    await acme.as(caller.claim, 'person', {
      type: 'PlanAbsence',
      person: 'lea',
      absenceId: 'a1',
      from: MONDAY,
      until: '2026-11-24T00:00:00.000Z',
      substitute: 'leo',
    });
  });

  it('may be narrower than the person, and is no wider than they are now', async () => {
    const { acme } = await issued();
    const narrow = mintToken('lea', newId);
    const roles = [{ role: 'leader', scope: {} }] as const;
    await acme.as(operator, 'person', { type: 'IssueToken', person: 'lea', ...narrow, roles, until: null, label: 'Phone' });
    expect((await acme.engine.authenticate(narrow.text)).rights.roles).toEqual(roles);
    await acme.as(operator, 'person', { type: 'TakeRole', person: 'lea', role: 'leader', scope: {} });
    expect((await acme.engine.authenticate(narrow.text)).rights.roles).toEqual([]);
  });

  it.each<[string, (acme: Organisation, text: string, tokenId: string) => Promise<string>]>([
    ['with another secret', async (_acme, text) => text.slice(0, -43) + 'A'.repeat(43)],
    ['of another person', async (_acme, text) => text.replace('gvt_lea~', 'gvt_leo~')],
    ['that is none', async () => 'gvt_lea'],
    ['of nobody', async (_acme, text) => text.replace('gvt_lea~', 'gvt_nobody~')],
    [
      'that was revoked',
      async (acme, text, tokenId) => {
        await acme.as(operator, 'person', { type: 'RevokeToken', person: 'lea', tokenId });
        return text;
      },
    ],
    [
      'that has run out',
      async (acme, text) => {
        acme.time.advanceTo('2026-12-01T00:00:00.000Z');
        return text;
      },
    ],
    [
      'of somebody who has left',
      async (acme, text) => {
        await acme.as(operator, 'person', { type: 'RecordLeaving', person: 'lea', reason: 'Retired' });
        return text;
      },
    ],
  ])('%s opens nothing', async (_name, changed) => {
    const { acme, token } = await issued();
    const text = await changed(acme, token.text, token.tokenId);
    await expect(acme.engine.authenticate(text)).rejects.toThrow(NotAuthenticated);
  });
});

describe('an outlook', () => {
  const withoutSources = (of: object): object =>
    JSON.parse(JSON.stringify(of, (key, value: unknown) => (key === 'source' ? undefined : value)));

  it('says of a draft what its route will say, and writes nothing', async () => {
    const acme = await Organisation.started();
    const facts = { ask: askFor(usd(20_000)) };
    const before = await acme.store.head();
    const outlook = await acme.engine.outlook({ draft: { claim: person('mia'), command: { ...issue, ...facts } } });
    expect(await acme.store.head()).toEqual(before);
    const { record } = (await acme.engine.routeOf(await acme.file('i1', facts), 'i1'))!;
    // Where each fact came from cannot be said of what was not filed.
    expect(withoutSources(record)).toMatchObject(withoutSources(outlook!));
  });

  it('says of an issue where it would go if it were amended, today or as the log stood then', async () => {
    const acme = await Organisation.started();
    await acme.file('i1');
    await acme.engine.rest();
    const then = (await acme.store.head())!.index;
    await acme.as(person('mia'), 'issue', { type: 'AmendIssue', changes: { ask: askFor(usd(20_000)) } }, { id: 'i1' });
    await acme.engine.rest();
    expect(await acme.engine.outlook({ issue: 'i1' })).toMatchObject({ level: 2, route: 'escalated', holder: 'lea' });
    expect(await acme.engine.outlook({ issue: 'i1', asOf: then })).toMatchObject({ level: 1, route: 'delegated', holder: 'mia' });
    const amendment = { claim: person('mia'), command: { type: 'AmendIssue', changes: { ask: askFor(usd(70_000)) } } } as const;
    expect(await acme.engine.outlook({ issue: 'i1', amendment })).toMatchObject({ level: 3, holder: 'eva' });
    expect(await acme.engine.outlook({ issue: 'i1' })).toMatchObject({ level: 2 });
  });

  it('is refused as the command would be', async () => {
    const acme = await Organisation.started();
    const command = { ...issue, kind: 'eaten' };
    await expect(acme.engine.outlook({ draft: { claim: person('mia'), command } })).rejects.toThrow(InvalidValue);
  });

  it('of an issue that is not there is none', async () => {
    const acme = await Organisation.started();
    expect(await acme.engine.outlook({ issue: 'i9' })).toBeNull();
  });
});
