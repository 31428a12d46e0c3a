import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ReadModels } from '#read-models';
import type { Demo } from '../demo/demo-parts.js';
import { Allow } from '../http/access.js';
import type { FastifyRequest } from '../http/fastify.js';
import { Moments } from '../http/moments.js';
import { DEMO, READ_MODELS } from '../http/tokens.js';
import { homePage, type Ground, type ShownToken } from './home.page.js';

/** As the command line names them, too. */
const VARIABLES = [
  { variable: 'MANAGER', card: 'regional_manager' },
  { variable: 'EXECUTIVE', card: 'chief_operating_officer' },
  { variable: 'AUDITOR', card: 'auditor' },
] as const;

/** The page at the root: how to walk through it by hand. */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(
    @Inject(DEMO) private readonly demo: Demo | null,
    @Inject(READ_MODELS) private readonly views: ReadModels,
    private readonly moments: Moments,
  ) {}

  @Get()
  @Allow('public')
  @Header('content-type', 'text/html; charset=utf-8')
  async home(@Req() request: FastifyRequest): Promise<string> {
    const demo = isLocal(request) ? this.demo : null;
    const ground = demo === null ? { tokens: tokensOf([]), programme: 'A-PROGRAMME', site: null } : await this.#groundOf(demo);
    return homePage({ host: request.host, ...ground });
  }

  async #groundOf({ cards, programme }: Demo): Promise<Omit<Ground, 'host'>> {
    const manager = cards.find(({ card }) => card === VARIABLES[0].card)?.person ?? '';
    const moment = await this.moments.at({});
    const person = await this.views.people.person({ id: manager, moment });
    const region = person?.roles[0]?.scope.region;
    const sites = await this.views.sites.page({ programme, ...(region === undefined ? {} : { region }), limit: 1, cursor: null });
    return { tokens: tokensOf(cards), programme, site: sites.items[0]?.code ?? null };
  }
}

function tokensOf(cards: Demo['cards']): readonly ShownToken[] {
  return VARIABLES.map(({ variable, card }) => {
    const { label = '', text = '' } = cards.find((one) => one.card === card) ?? {};
    return { variable, label, text };
  });
}

/** From this machine, and asked for by its name: a foreign name that points here must not read what is for who sits here. */
function isLocal({ ip, hostname }: FastifyRequest): boolean {
  const isHere = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(ip);
  return isHere && ['localhost', '127.0.0.1', '[::1]', '::1'].includes(hostname);
}
