import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { StreamController } from './stream.controller.js';

type Asked = Parameters<StreamController['follow']>;

const caller = { claim: { auth: { id: 'token-1' } } } as Asked[0];

/** A reader of a stream; `gone`: their connection was closed while it was found out who they are. */
async function openBy(controller: StreamController, isGone: boolean): Promise<void> {
  const raw = Object.assign(new PassThrough().resume(), { writeHead: () => raw });
  if (isGone) {
    raw.destroy();
    await new Promise((resolve) => raw.once('close', resolve));
  }
  const reply = { raw, hijack: () => reply, getHeaders: () => ({}) };
  await controller.follow(caller, {}, { method: 'HEAD', headers: {} } as Asked[2], reply as unknown as Asked[3]);
  if (!isGone) raw.destroy();
}

describe('the streams that a token has open', () => {
  it('do not count who left before theirs began', async () => {
    const controller = new StreamController({ known: -1 } as never, {} as never, {} as never, {} as never);
    for (let n = 0; n < 100; n++) await openBy(controller, true);
    await expect(openBy(controller, false)).resolves.toBeUndefined();
  });
});
