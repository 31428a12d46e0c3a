import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from '../http/fastify.js';
import type { EventStore } from '#event-store';
import { Allow } from '../http/access.js';
import { Answers } from '../http/openapi.js';
import { at, eventIndex, named, whole } from '../http/schema.js';
import { DEMO, EVENT_STORE } from '../http/tokens.js';
import { validBody } from '../http/valid-body.js';
import { found, View } from '../http/view.js';
import type { DemoClock } from './demo-clock.js';
import type { Demo } from './demo-parts.js';
import { AdvanceDto, STEPS } from './demo.dto.js';

interface DemoState {
  readonly seed: number;
  readonly now: string;
  /** The last entry of the log. */
  readonly index: number;
}
const demoState = named<DemoState>('Demo', { seed: whole(1), now: at, index: eventIndex });

/** The clock of a demonstration; on a real log there is nothing here. */
@ApiTags('Demo')
@Controller('demo')
export class DemoController {
  constructor(
    @Inject(DEMO) private readonly demo: Demo | null,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @View('clock', { id: 'demoClock', shows: 'What time it is in the demonstration', answers: demoState })
  async clock(): Promise<DemoState> {
    return this.#state(found('demonstration', this.demo).clock);
  }

  @Post('clock')
  @HttpCode(200)
  @Allow('known')
  @ApiOperation({
    operationId: 'advanceDemoClock',
    summary: 'Move the clock of the demonstration',
    description: 'Everything that falls due on the way is done.',
  })
  @ApiBody({ type: AdvanceDto, examples: { example: { value: { advance: 'PT1H' } } } })
  @Answers(200, demoState, 'known', 'command')
  async advance(@Req() request: FastifyRequest): Promise<DemoState> {
    const { clock } = found('demonstration', this.demo);
    const { advance } = await validBody(request.body, AdvanceDto);
    await clock.advance(STEPS[advance]);
    return this.#state(clock);
  }

  async #state(clock: DemoClock): Promise<DemoState> {
    return { seed: clock.seed, now: clock.now(), index: (await this.store.head())?.index ?? -1 };
  }
}
