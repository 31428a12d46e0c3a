import { Injectable, type INestApplication } from '@nestjs/common';
import { documentOf } from './openapi.js';
import { referencePage } from './reference-page.js';

/** The OpenAPI document of the running application, written once when all routes are known. */
@Injectable()
export class ApiDocument {
  #json = '';
  #page = '';

  /** To be called before the application listens. */
  describe(app: INestApplication, version: string): void {
    const document = documentOf(app, version);
    this.#json = JSON.stringify(document);
    this.#page = referencePage(document);
  }

  get json(): string {
    return this.#json;
  }

  get page(): string {
    return this.#page;
  }
}
