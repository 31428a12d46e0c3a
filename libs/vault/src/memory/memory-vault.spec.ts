import { vaultContract } from '../contract.js';
import { MemoryVault } from './memory-vault.js';

vaultContract('memory', () => {
  const vault = new MemoryVault();
  return Promise.resolve({ vault, close: () => vault.close() });
});
