/**
 * The client of the HTTP benches, in a process of its own: bytes on raw sockets, one request after another on each, so that it takes as
 * little as can be of the cores that it shares with the server. Told `{ url, path, body, token, connections, requests }`; answers
 * `{ seconds }`, or `{ error }` at the first answer other than 201.
 */
import { connect } from 'node:net';

const END_OF_HEAD = '\r\n\r\n';

function requestOf({ url, path, body, token }) {
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `authorization: Bearer ${token}`,
  ];
  return Buffer.from(head.join('\r\n') + END_OF_HEAD + body);
}

/** Where the first answer in the text ends; −1: not all of it is there. */
function endOfAnswer(text) {
  const head = text.indexOf(END_OF_HEAD);
  if (head < 0) return -1;
  const end = head + END_OF_HEAD.length + Number(/content-length: (\d+)/i.exec(text)[1]);
  return text.length < end ? -1 : end;
}

function connection({ url }, request, isMore) {
  const { hostname, port } = new URL(url);
  return new Promise((done, failed) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let text = '';
    const next = () => (isMore() ? socket.write(request) : socket.end());
    socket.setEncoding('latin1');
    socket.on('connect', next);
    socket.on('data', (part) => {
      text += part;
      const end = endOfAnswer(text);
      if (end < 0) return;
      if (!text.startsWith('HTTP/1.1 201')) return failed(new Error(text.slice(0, 400)));
      text = text.slice(end);
      next();
    });
    socket.on('close', done);
    socket.on('error', failed);
  });
}

async function load(order) {
  let left = order.requests;
  const request = requestOf(order);
  const start = performance.now();
  await Promise.all(Array.from({ length: order.connections }, () => connection(order, request, () => left-- > 0)));
  return (performance.now() - start) / 1000;
}

process.on('message', (order) =>
  load(order).then(
    (seconds) => process.send({ seconds }),
    (error) => process.send({ error: error.message }),
  ),
);
