import 'server-only';

/**
 * CSV text that arrives in pieces, as a download. The first piece is awaited, so that a refusal is still an error and not half a
 * file; an error after it breaks the connection.
 */
export async function csvResponse(filename: string, pieces: AsyncGenerator<string>): Promise<Response> {
  const encoder = new TextEncoder();
  const first = await pieces.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (!first.done) controller.enqueue(encoder.encode(first.value));
    },
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    },
  });
}
