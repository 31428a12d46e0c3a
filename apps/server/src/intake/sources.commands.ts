import type { SourceCommand } from '#domain';
import type { Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import { exampleMapping as mapping } from './source-example.js';
import { CloseSourceDto, RegisterSourceDto, RevokeSourceKeyDto, SourceDto } from './sources.dto.js';

const by: Access = ['administrator'];
type Register = Extract<SourceCommand, { readonly type: 'RegisterSource' }>;
type Others = Exclude<SourceCommand, Register>;
type WithoutCode<C> = C extends unknown ? Omit<C, 'source'> : never;

const example = { name: 'Truck monitor', feed: 'feed', perMinute: 120, mapping };

export const sourceCommands = commandRows<Register | (WithoutCode<Others> & { readonly type: Others['type'] }), never, 'IssueSourceKey'>()({
  RegisterSource: {
    at: '',
    body: RegisterSourceDto,
    by,
    creates: (id) => `sources/${id}`,
    does: 'Register a machine that reports',
    example: { source: 'trucks', ...example },
  },
  ChangeSource: { at: ':source/change', body: SourceDto, by, does: 'Change a source', example: { ...example, perMinute: 240 } },
  RevokeSourceKey: {
    at: ':source/revoke-key',
    body: RevokeSourceKeyDto,
    by,
    does: 'Revoke a key of a source',
    example: { keyId: '0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11' },
  },
  CloseSource: {
    at: ':source/close',
    body: CloseSourceDto,
    by,
    does: 'Close a source for good',
    example: { reason: 'The contract has ended.' },
  },
});
