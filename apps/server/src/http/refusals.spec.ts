import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { NotAuthenticated, NotCaughtUp, RevisionMismatch } from '#application';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '#domain';
import { EventTooLarge, StoreBusy, StoreClosed, StoreCorrupt, StoreFull, WrongExpectedRevision } from '#event-store';
import { NotCanonical } from '#ledger';
import { InvalidCursor, ReadModelsAway } from '#read-models';
import { VaultBusy, VaultClosed } from '#vault';
import { HttpProblem } from './problem.js';
import { refusalTo } from './refusals.js';

describe('an error', () => {
  it.each<[Error, number, string, string | null]>([
    [new HttpProblem('invalid-body', 'units must be a number', { field: 'units' }), 400, 'invalid-body', 'units'],
    [new InvalidValue('units', 'must be a number'), 422, 'invalid-value', 'units'],
    [new NotAllowed('needs a role'), 403, 'not-allowed', null],
    [new NotFound('issue', '42'), 404, 'not-found', null],
    [new AlreadyExists('issue', '42'), 409, 'already-exists', null],
    [new NotAuthenticated(), 401, 'not-authenticated', null],
    [new RevisionMismatch('issue-42', 1, 2), 412, 'revision-mismatch', 'If-Match'],
    [new NotCaughtUp('read-models'), 503, 'not-caught-up', null],
    [new ReadModelsAway({ cause: new Error('secret') }), 503, 'not-caught-up', null],
    [new InvalidCursor(), 400, 'invalid-cursor', 'cursor'],
    [new StoreBusy(), 503, 'store-busy', null],
    [new StoreFull(), 503, 'store-full', null],
    [new StoreClosed(), 503, 'store-closed', null],
    [new StoreCorrupt('page 3'), 503, 'store-corrupt', null],
    [new EventTooLarge(70_000, 65_536), 413, 'event-too-large', null],
    [new VaultBusy(), 503, 'vault-busy', null],
    [new VaultClosed(), 503, 'vault-closed', null],
    [new NotCanonical('data.policy', 'a float'), 400, 'invalid-body', 'policy'],
    [new NotFoundException('Cannot GET /secret'), 404, 'not-found', null],
    [Object.assign(new Error('secret'), { statusCode: 413 }), 413, 'body-too-large', null],
    [new WrongExpectedRevision('issue-42', 1, 2), 500, 'internal-error', null],
    [new Error('secret'), 500, 'internal-error', null],
  ])('%s is answered with %i', (error, status, type, field) => {
    const { problem } = refusalTo(error);
    expect([problem.status, problem.type, problem.field ?? null]).toEqual([status, `/problems/${type}`, field]);
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(JSON.stringify(problem)).not.toContain('page 3');
  });

  it('that is no error at all is our fault, too', () => {
    expect(refusalTo(undefined).problem.status).toBe(500);
    expect(refusalTo(null).problem.status).toBe(500);
  });

  it('that passes says when to come again', () => {
    for (const error of [new StoreBusy(), new VaultBusy(), new NotCaughtUp('read-models')])
      expect(refusalTo(error).headers).toEqual({ 'retry-after': '1' });
  });
});
