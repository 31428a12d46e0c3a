import { Text, WholeParameter } from './fields.dto.js';

/** A question to a view that knows only the present. */
export class NowDto {
  @WholeParameter(0, Number.MAX_SAFE_INTEGER, {
    optional: true,
    says: 'Waits until the view knows this entry of the log: to read what you wrote.',
  })
  readonly waitFor?: number;
}

/** A question to a view that can be asked about any moment. */
export class MomentDto extends NowDto {
  @WholeParameter(0, Number.MAX_SAFE_INTEGER, { optional: true, says: 'As it stood after this entry of the log.' })
  readonly asOf?: number;
}

const LIMIT = { optional: true, says: 'Items on a page.' };
const CURSOR = { optional: true, says: '`next` of the page before.' };

export class NowPageDto extends NowDto {
  @WholeParameter(1, 200, LIMIT) readonly limit: number = 50;
  @Text(CURSOR, 2000) readonly cursor?: string;
}

export class PageDto extends MomentDto {
  @WholeParameter(1, 200, LIMIT) readonly limit: number = 50;
  @Text(CURSOR, 2000) readonly cursor?: string;
}
