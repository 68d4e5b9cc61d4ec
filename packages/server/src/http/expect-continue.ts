import type { RequestListener, Server } from 'node:http';

/**
 * Serves requests that wait for `100 Continue` with `handle`, and sends it when the body begins to be read: who is
 * refused by the head alone keeps the body. Until then the answer says that the connection ends with it, because nobody
 * can tell whether a body would still follow (RFC 9110, 10.1.1).
 */
export function continueWhenRead(server: Server, handle: RequestListener): void {
  server.on('checkContinue', (request, response) => {
    response.shouldKeepAlive = false;
    request.once('resume', () => {
      // After the answer Node reads what is left.
      if (response.headersSent) return;
      response.shouldKeepAlive = true;
      response.writeContinue();
    });
    handle(request, response);
  });
}
