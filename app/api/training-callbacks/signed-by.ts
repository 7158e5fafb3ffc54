/** What a pipeline signs its calls with. */
export const signedBy = (request: Request) => ({
  timestamp: request.headers.get('x-implanta-timestamp'),
  signature: request.headers.get('x-implanta-signature'),
});
