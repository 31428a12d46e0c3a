import { it } from '@jest/globals';
import { expectFoldsAlike } from './testing/stored-folds.js';

it.each([1, 3, 25])(
  'a fold that is stored every %i events, taken up again, or died, anywhere, stands where one stands that never was',
  (eventsBetween) => expectFoldsAlike(40, eventsBetween),
  600_000,
);
