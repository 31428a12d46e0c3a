import { Client, type Answer, type Json } from './client.js';
import { isMessage } from './machine.js';
import type { Name } from './world.js';

type Params = Readonly<Record<string, string>>;

/** Gives commands by the ids of their operations, with the bodies that the document shows as examples. */
export class Scenario {
  constructor(readonly client: Client) {}

  example(operationId: string): Record<string, unknown> {
    const { operation } = this.#find(operationId);
    return structuredClone(Object.values<Json>(operation.requestBody.content['application/json'].examples)[0].value);
  }

  pathOf(operationId: string, params: Params = {}): string {
    return this.#find(operationId)
      .path.replace('/api/v1', '')
      .replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name);
  }

  /** The answer, whatever it is. `body` replaces parts of the example. */
  async try(who: Name, operationId: string, params: Params = {}, body: object = {}, headers: Params = {}): Promise<Answer> {
    return this.client.post(who, this.pathOf(operationId, params), { ...this.example(operationId), ...body }, headers);
  }

  /** What was accepted; anything else is a failure. */
  async give(who: Name, operationId: string, params: Params = {}, body: object = {}, headers: Params = {}): Promise<Json> {
    const answer = await this.try(who, operationId, params, body, headers);
    if (answer.status >= 300) throw new Error(`${operationId} by ${who} was refused: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Ids of all operations that give a command; files and messages of machines are no such thing. */
  get commands(): readonly string[] {
    return Object.values<Json>(this.client.document.paths).flatMap((item) =>
      item.post?.requestBody.content['application/json']?.examples === undefined || isMessage(item.post)
        ? []
        : [item.post.operationId as string],
    );
  }

  #find(operationId: string): { path: string; operation: Json } {
    for (const [path, item] of Object.entries<Json>(this.client.document.paths)) {
      for (const operation of Object.values<Json>(item)) if (operation.operationId === operationId) return { path, operation };
    }
    throw new Error(`there is no operation ${operationId}`);
  }
}
