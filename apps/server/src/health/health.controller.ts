import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Engine } from '#application';
import { Allow } from '../http/access.js';
import { Answers } from '../http/openapi.js';
import { HttpProblem } from '../http/problem.js';
import { exactly, list, named, object, text } from '../http/schema.js';

interface Alive {
  readonly status: 'alive';
}
const alive = named<Alive>('Alive', { status: exactly('alive') });

interface Ready {
  readonly status: 'ready';
  /** Folds over the log. */
  readonly subscribers: readonly { readonly name: string; readonly state: string }[];
}
const ready = named<Ready>('Ready', {
  status: exactly('ready'),
  subscribers: list(object<Ready['subscribers'][number]>({ name: text('read-models'), state: text('running') })),
});

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly engine: Engine) {}

  @Get('live')
  @Allow('public')
  @ApiOperation({ operationId: 'live', summary: 'The process runs' })
  @Answers(200, alive, 'public')
  live(): Alive {
    return { status: 'alive' };
  }

  @Get('ready')
  @Allow('public')
  @ApiOperation({ operationId: 'ready', summary: 'Everything that follows the log does so' })
  @Answers(200, ready, 'public')
  ready(): Ready {
    const { failures, subscribers } = this.engine.health();
    const stopped = [...failures.keys(), ...subscribers.filter(({ state }) => state !== 'running').map(({ name }) => name)];
    if (stopped.length > 0) throw new HttpProblem('not-ready', `${[...new Set(stopped)].join(', ')} has stopped`);
    return { status: 'ready', subscribers: subscribers.map(({ name, state }) => ({ name, state })) };
  }
}
