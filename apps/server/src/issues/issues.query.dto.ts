import { BOARD_SORTS, BOARD_VIEWS, type BoardSort, type BoardView } from '#read-models';
import { Code, OneOf, Text, WholeParameter } from '../http/fields.dto.js';
import { MomentDto, PageDto } from '../http/view-query.dto.js';

export class BoardQueryDto extends PageDto {
  @OneOf(BOARD_VIEWS, { optional: true }) readonly view: BoardView = 'open';
  @OneOf(BOARD_SORTS, { optional: true, says: "Left out: the view's own." }) readonly sort?: BoardSort;
  @Code({ optional: true }) readonly programme?: string;
  @Text({ optional: true }, 80) readonly region?: string;
  @Code({ optional: true }) readonly partner?: string;
  @Code({ optional: true }) readonly site?: string;
  @Code({ optional: true }) readonly order?: string;
  @Code({ optional: true }) readonly kind?: string;
  @WholeParameter(1, 5, { optional: true }) readonly level?: number;
  @Code({ optional: true }) readonly holder?: string;
  @Code({ optional: true }) readonly owner?: string;
  @Text({ optional: true, says: 'Words of the title.' }, 200) readonly text?: string;
}

export class AlikeQueryDto extends MomentDto {
  @Code() readonly programme: string;
  @Code({ optional: true }) readonly kind?: string;
  @Code({ optional: true }) readonly site?: string;
  @Code({ optional: true }) readonly partner?: string;
  @Code({ optional: true }) readonly order?: string;
  @WholeParameter(1, 20, { optional: true }) readonly limit: number = 3;
}

export class HintsQueryDto extends MomentDto {
  @Code() readonly programme: string;
}
