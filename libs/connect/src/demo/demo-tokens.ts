import { createHmac } from 'node:crypto';
import { derivedId, mintToken } from '#application';
import { deriveKey, type NewKey } from '#vault';
import { ANN, DANA, IRIS, VERA } from './cast.js';
import { demoIdOf } from './stage.js';

/** The cards on the demo's first page. */
export const DEMO_CARDS = ['regional_manager', 'chief_operating_officer', 'auditor', 'administrator'] as const;
export type DemoCard = (typeof DEMO_CARDS)[number];

/** Access for a card. The demo protects nothing: who knows the seed knows the token. */
export interface DemoToken {
  readonly card: DemoCard;
  readonly person: string;
  readonly label: string;
  /** The bearer token. */
  readonly text: string;
  readonly tokenId: string;
  readonly secretHash: string;
}

const PEOPLE: Readonly<Record<DemoCard, { readonly person: string; readonly label: string }>> = {
  regional_manager: { person: DANA, label: 'Demo card: regional manager' },
  chief_operating_officer: { person: ANN, label: 'Demo card: chief operating officer' },
  auditor: { person: VERA, label: 'Demo card: auditor' },
  administrator: { person: IRIS, label: 'Demo card: administrator' },
};

/** The tokens that the demo of a seed has issued; the same whenever they are asked for. */
export function demoTokens(seed: number): readonly DemoToken[] {
  return DEMO_CARDS.map((card) => {
    const { person, label } = PEOPLE[card];
    const newId = () => derivedId(demoIdOf(seed), `token/${card}`);
    return { card, person, label, ...mintToken(person, newId, fromSeed(seed, `token/${card}`)) };
  });
}

/** The `secret` of the engine that plays, and goes on with, the demo of a seed. */
export function demoSecret(seed: number): Uint8Array {
  return fromSeed(seed, 'secret');
}

/** The `newKey` of the engine that plays the demo of a seed. */
export function demoKeys(seed: number): NewKey {
  return (keyId) => deriveKey(String(seed), keyId);
}

/** 32 bytes. */
function fromSeed(seed: number, name: string): Buffer {
  return createHmac('sha256', `gravitas demo ${seed}`).update(name).digest();
}
