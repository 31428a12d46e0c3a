import fc from 'fast-check';

/** What bites: formulas, quotes, delimiters, line ends, space, other spellings of a letter, and anything. */
export const awkward = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+49',
    '-x',
    '@SUM(A1)',
    "'quoted'",
    "''",
    '"',
    'a"b',
    'a,b;c|d',
    ' x ',
    'e\u0301',
    '＝1',
    '\uFFFD',
    '\uFEFFx',
    '\u00a0',
  ),
  fc.string({ maxLength: 60, unit: 'grapheme' }),
);
