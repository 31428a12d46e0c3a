import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isIP } from 'node:net';
import type { Demo } from '../demo/demo-parts.js';
import { Allow } from '../http/access.js';
import type { FastifyRequest } from '../http/fastify.js';
import { DEMO } from '../http/tokens.js';
import { homePage } from './home.page.js';

/** The page at the root: how to walk through it by hand. */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(@Inject(DEMO) private readonly demo: Demo | null) {}

  @Get()
  @Allow('public')
  @Header('content-type', 'text/html; charset=utf-8')
  home(@Req() request: FastifyRequest): string {
    return homePage(request.host, this.demo !== null && isLocal(request) ? this.demo.cards : []);
  }
}

/** From this machine, and asked for by its name: a foreign name that points here must not read what is for who sits here. */
function isLocal({ ip, hostname }: FastifyRequest): boolean {
  const names = ['localhost', '127.0.0.1', '[::1]', '::1'];
  return names.includes(hostname) && (ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.')) || ip.startsWith('::ffff:127.'));
}
