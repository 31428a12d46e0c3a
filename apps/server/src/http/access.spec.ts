import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '#domain';
import { AccessGuard, Allow, type Doorkeeper } from './access.js';
import type { Caller } from './caller.js';

class Routes {
  @Allow('public')
  open(): void {
    return;
  }

  @Allow('known')
  known(): void {
    return;
  }

  @Allow(['leader'])
  leaders(): void {
    return;
  }

  forgotten(): void {
    return;
  }
}

/** Opens to who comes with the token `good`, with these roles. */
function guardFor(...roles: Role[]): AccessGuard {
  const rights = { level: 2, roles: roles.map((role) => ({ role, scope: { programme: 'tablets' } })), grants: [], reportsTo: 'kim' };
  const claim: Caller['claim'] = { kind: 'person', id: 'lee', auth: { method: 'token', id: 't' }, roles: null };
  const doorkeeper: Doorkeeper = {
    async authenticate(token) {
      if (token !== 'good') throw new Error('not authenticated');
      return { claim, rights };
    },
  };
  return new AccessGuard(new Reflector(), doorkeeper);
}

function at(route: keyof Routes, headers: Record<string, string> = { authorization: 'Bearer good' }) {
  const request: { headers: Record<string, string>; caller?: Caller } = { headers };
  const context = {
    getHandler: () => Object.getOwnPropertyDescriptor(Routes.prototype, route)?.value,
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  return { context, request };
}

describe('a route', () => {
  it('that says nothing of who may use it is closed to everybody', async () => {
    await expect(guardFor('administrator').canActivate(at('forgotten').context)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('that is public asks nothing', async () => {
    expect(await guardFor().canActivate(at('open', {}).context)).toBe(true);
  });

  it('that is for whoever is known opens to them, and remembers who it is', async () => {
    const { context, request } = at('known');
    expect(await guardFor('service').canActivate(context)).toBe(true);
    expect(request.caller?.claim.id).toBe('lee');
    await expect(guardFor().canActivate(at('known', {}).context)).rejects.toThrow('not authenticated');
  });

  it('that is for a role opens to who has it somewhere', async () => {
    expect(await guardFor('manager', 'leader').canActivate(at('leaders').context)).toBe(true);
    await expect(guardFor('manager').canActivate(at('leaders').context)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('is used on behalf of somebody by an assistant of theirs alone', async () => {
    const headers = { authorization: 'Bearer good', 'on-behalf-of': 'kim' };
    const { context, request } = at('known', headers);
    await guardFor('assistant').canActivate(context);
    expect(request.caller?.claim.onBehalfOf).toBe('kim');
    await expect(guardFor('leader').canActivate(at('known', headers).context)).rejects.toMatchObject({ code: 'not-allowed' });
    const ofAnother = at('known', { ...headers, 'on-behalf-of': 'lou' }).context;
    await expect(guardFor('assistant').canActivate(ofAnother)).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
