import { gzipSync } from 'node:zlib';
import { refused, requestOf, type Case, type Mutate } from './mutation.js';

const NO_FILE = refused(415, 'unsupported-media-type');
const REFUSED = refused(422, 'file-refused');

/** A CSV file made into something else. What is wrong with single rows is reported, not refused: the bulk suite has it. */
export const fileMutations: Mutate = (twin) => {
  const { file } = twin.operation;
  if (file === null) return [];
  const request = requestOf(twin);
  const as = (mutation: string, at: string, changes: Partial<Case['request']>, expected: Case['expected']): Case => ({
    mutation,
    at,
    request: { ...request, ...changes },
    expected,
  });
  const typed = (type: string): Partial<Case['request']> => ({ headers: { ...request.headers, 'content-type': type } });
  const [header = '', ...rows] = file.split('\n');
  return [
    ...['application/json', 'text/plain', 'text/csv; charset=utf-16', 'application/vnd.ms-excel', ''].map((type) =>
      as('file of a wrong content type', type, typed(type), NO_FILE),
    ),
    as('compressed file', 'gzip', { body: gzipSync(file), headers: { ...request.headers, 'content-encoding': 'gzip' } }, NO_FILE),
    as('over-size file', 'declared', { body: file + '\n'.repeat(8 * 1024 * 1024) }, refused(413, 'body-too-large')),
    as('file that is not UTF-8', 'UTF-16', { body: Buffer.from(file, 'utf16le') }, REFUSED),
    as('file without rows', 'no bytes', { body: '' }, REFUSED),
    as(
      'file with an unknown column',
      'header',
      { body: [`${header},colour`, ...rows.map((row) => (row === '' ? row : `${row},red`))].join('\n') },
      REFUSED,
    ),
    as('file with a column twice', 'header', { body: [`${header},${header.split(',')[0] ?? ''}`, ...rows].join('\n') }, REFUSED),
    as('file without its key', 'header', { body: [header.replace(/^[^,]+/, 'nothing'), ...rows].join('\n') }, REFUSED),
  ];
};
