import type { Json } from './client.js';

/** A reader of server-sent events, as a browser is one: it knows the id of the last event, also of one without data. */
export class EventSource {
  readonly events: { readonly id: string; readonly data: Json }[] = [];
  readonly headers: Headers;
  lastEventId = '';
  comments = 0;
  ended = false;
  readonly #body: ReadableStreamDefaultReader<Uint8Array>;
  readonly #abort: AbortController;
  readonly #reading: Promise<void>;
  #changed = Promise.withResolvers<void>();

  private constructor(response: Response, abort: AbortController) {
    this.headers = response.headers;
    this.#abort = abort;
    this.#body = (response.body as ReadableStream<Uint8Array>).getReader();
    this.#reading = this.#read();
  }

  /** Resolves when the server has answered. */
  static async open(url: string, headers: Record<string, string>): Promise<EventSource> {
    const abort = new AbortController();
    const response = await fetch(url, { headers, signal: abort.signal });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return new EventSource(response, abort);
  }

  /** Resolves when the stream has come to this entry, or has ended. */
  async until(index: number): Promise<void> {
    while (Number(this.lastEventId) < index && !this.ended) await this.#changed.promise;
  }

  /** Resolves when the server has ended it. */
  async end(): Promise<void> {
    await this.#reading;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for (let chunk = await this.#body.read(); !chunk.done; chunk = await this.#body.read()) {
        text += decoder.decode(chunk.value, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop() as string;
        messages.forEach((message) => this.#take(message));
      }
    } catch {
      // closed from here, or cut off
    }
    this.ended = true;
    this.#tell();
  }

  #take(message: string): void {
    const lines = message.split('\n');
    const of = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const [id, data] = [of('id'), of('data')];
    if (lines.some((line) => line.startsWith(':'))) this.comments++;
    if (id !== undefined) this.lastEventId = id;
    if (data !== undefined) this.events.push({ id: this.lastEventId, data: JSON.parse(data) });
    this.#tell();
  }

  #tell(): void {
    const before = this.#changed;
    this.#changed = Promise.withResolvers();
    before.resolve();
  }
}
