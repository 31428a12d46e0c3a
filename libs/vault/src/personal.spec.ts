import { beforeEach, describe, expect, it } from '@jest/globals';
import { deriveKey, keyIdOf, NotAuthentic } from './cipher.js';
import { MemoryVault } from './memory/memory-vault.js';
import { InvalidPersonal, keyIdsIn, sealPersonal, unsealPersonal, type Unsealed } from './personal.js';

type JsonObject = Unsealed['data'];

const EVENT = '01900000-0000-7000-8000-000000000001';
const DATA: JsonObject = {
  kind: 'late',
  amount: 1200,
  ask: { recommendation: { $plain: 'pay the driver' }, levers: ['called', { $plain: 'asked Anna' }] },
  'a.b': { $plain: 'one' },
  a: { b: { $plain: 'two' }, none: null },
};
const OPENED = {
  ...DATA,
  ask: { recommendation: 'pay the driver', levers: ['called', 'asked Anna'] },
  'a.b': 'one',
  a: { b: 'two', none: null },
};

describe('personal texts in events', () => {
  let vault: MemoryVault;
  beforeEach(() => {
    vault = new MemoryVault();
  });
  const sealOne = async (data: JsonObject = DATA, subjects: readonly string[] = ['anna']): Promise<JsonObject> =>
    (await sealPersonal(vault, [{ eventId: EVENT, data, subjects }]))[0] as JsonObject;
  const unsealOne = async (data: JsonObject, id = EVENT): Promise<JsonObject> =>
    (await unsealPersonal(vault, [{ id, data }]))[0] as JsonObject;

  it('are sealed wherever they stand, and opened again', async () => {
    const sealed = await sealOne();
    expect(JSON.stringify(sealed)).not.toMatch(/driver|Anna|\$plain/);
    expect(sealed).toMatchObject({
      kind: 'late',
      amount: 1200,
      ask: { recommendation: { $personal: keyIdOf(EVENT, 'ask.recommendation') } },
    });
    expect(await unsealOne(sealed)).toEqual(OPENED);
    expect(DATA['a.b']).toEqual({ $plain: 'one' });
  });

  it('have one key each, also where two paths look alike', async () => {
    const keyIds = keyIdsIn(await sealOne());
    expect(keyIds).toEqual(['ask.recommendation', 'ask.levers.1', 'a~1b', 'a.b'].map((path) => keyIdOf(EVENT, path)));
    expect(new Set([...(await vault.getKeys(keyIds)).values()].map((key) => key.toString('hex'))).size).toBe(4);
  });

  it('seal to the same bytes when the command is repeated', async () => {
    expect(await sealOne()).toEqual(await sealOne());
  });

  it('seal to the same bytes on every machine when keys come from a seed', async () => {
    const demo = (keyId: string): Buffer => deriveKey('demo', keyId);
    const onOne = await sealPersonal(vault, [{ eventId: EVENT, data: DATA, subjects: ['anna'] }], demo);
    const onAnother = await sealPersonal(new MemoryVault(), [{ eventId: EVENT, data: DATA, subjects: ['anna'] }], demo);
    expect(onOne).toEqual(onAnother);
  });

  it('keep apart the events of one append', async () => {
    const other = '01900000-0000-7000-8000-000000000002';
    const [first, plain, second] = await sealPersonal(vault, [
      { eventId: EVENT, data: { note: { $plain: 'first' } }, subjects: ['anna'] },
      { eventId: EVENT, data: { none: 1 }, subjects: ['anna'] },
      {
        eventId: other,
        data: { note: { $plain: 'second' }, name: { $plain: 'Boris' } },
        subjects: (path) => (path === 'name' ? ['boris'] : ['anna']),
      },
    ]);
    expect(plain).toEqual({ none: 1 });
    const opened = await unsealPersonal(vault, [
      { id: other, data: second as JsonObject },
      { id: EVENT, data: first as JsonObject },
    ]);
    expect(opened).toEqual([{ note: 'second', name: 'Boris' }, { note: 'first' }]);
    expect(await vault.keysOfSubject('boris')).toEqual([keyIdOf(other, 'name')]);
    await expect(unsealOne(second as JsonObject)).rejects.toBeInstanceOf(NotAuthentic);
  });

  it('are null once their person is erased, and the rest stays readable', async () => {
    const sealed = await sealOne({ note: { $plain: 'about Boris' }, amount: 1 }, ['anna', 'boris']);
    await vault.deleteKeys(await vault.keysOfSubject('boris'));
    expect(await unsealOne(sealed)).toEqual({ note: null, amount: 1 });
    await expect(sealOne({ note: { $plain: 'about Boris' } }, ['anna'])).rejects.toMatchObject({ name: 'KeyErased' });
  });

  it('cost data without personal text nothing', async () => {
    const data = { kind: 'late', list: [1, { a: null }] };
    const unused = { getKeys: () => Promise.reject(new Error('not asked')) };
    expect(await sealOne(data)).toBe(data);
    expect((await unsealPersonal(unused, [{ id: EVENT, data }]))[0]).toBe(data);
  });

  it.each<[string, JsonObject]>([
    ['a text that is not one', { note: { $plain: 7 } }],
    ['a mark with something beside it', { note: { $plain: 'text', lang: 'en' } }],
    ['half a sealed text', { note: { $personal: 'AAAAAAAAAAAAAAAAAAAAAA' } }],
    ['both marks', { note: { $plain: 'a', $personal: 'b' } }],
  ])('refuse %s', async (_name, data) => {
    await expect(sealOne(data)).rejects.toMatchObject({ name: InvalidPersonal.name, path: 'note' });
    await expect(unsealOne(data)).rejects.toMatchObject({ name: 'InvalidPersonal', path: 'note' });
  });
});
