/** A Nest + Fastify route that validates the same body by the same rules, and stores nothing. Prints its address. */
import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { LOCAL_EDGE } from '../../dist/apps/server/src/http/edge.js';
import { httpAdapter, prepare } from '../../dist/apps/server/src/http/server.js';
import { validBody } from '../../dist/apps/server/src/http/valid-body.js';
import { FileIssueDto } from '../../dist/apps/server/src/issues/issues.dto.js';

class Route {
  async file(request, reply) {
    await validBody(request.body, FileIssueDto);
    void reply.code(201);
    return {
      id: '0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11',
      stream: 'issue-0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11',
      revision: 0,
      index: 0,
      events: [],
    };
  }
}
const { file } = Route.prototype;
Req()(Route.prototype, 'file', 0);
Res({ passthrough: true })(Route.prototype, 'file', 1);
Post()(Route.prototype, 'file', { value: file });
Controller('api/v1/issues')(Route);
class Root {}
Module({ controllers: [Route] })(Root);

const logger = pino({ level: 'silent' });
const app = await NestFactory.create(Root, httpAdapter(logger, LOCAL_EDGE), { bodyParser: false, logger: false });
prepare(app, logger, LOCAL_EDGE);
await app.listen(0, '127.0.0.1');
console.log(`ready at ${await app.getUrl()}`);
