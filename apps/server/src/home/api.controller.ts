import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../http/access.js';
import { ApiDocument } from '../http/api-document.js';

/** The description of the interface, for programs and for people. */
@ApiExcludeController()
@Controller('api')
export class ApiController {
  constructor(private readonly document: ApiDocument) {}

  @Get('openapi.json')
  @Allow('public')
  @Header('content-type', 'application/json; charset=utf-8')
  openapi(): string {
    return this.document.json;
  }

  @Get('docs')
  @Allow('public')
  @Header('content-type', 'text/html; charset=utf-8')
  docs(): string {
    return this.document.page;
  }
}
