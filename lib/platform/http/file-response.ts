import 'server-only';

/**
 * A file that arrives in pieces, as a download; texts are UTF-8. The first piece is awaited, so that a refusal is still an error and not
 * half a file; an error after it breaks the connection.
 */
export async function fileResponse(
  { filename, contentType }: { filename: string; contentType: string },
  pieces: AsyncGenerator<string | Uint8Array>,
): Promise<Response> {
  const encoder = new TextEncoder();
  const bytesOf = (piece: string | Uint8Array) => (typeof piece === 'string' ? encoder.encode(piece) : piece);
  const first = await pieces.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (!first.done) controller.enqueue(bytesOf(first.value));
    },
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(bytesOf(next.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    },
  });
}
