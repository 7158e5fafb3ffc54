import { ApiError } from '@/lib/platform/http/client';

/** A POST that says how far it is, which `fetch` cannot. Throws ApiError as `api()` does. */
export function sendFile<Reply>(call: {
  address: string;
  project: string;
  file: File;
  contentType: string;
  onProgress: (sentBytes: number) => void;
}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', call.address);
    request.responseType = 'json';
    request.setRequestHeader('content-type', call.contentType);
    request.setRequestHeader('x-project', call.project);
    request.upload.addEventListener('progress', ({ loaded }) => call.onProgress(loaded));
    request.addEventListener('load', () => {
      // The reply's shape is promised by the operation's schema on the server.
      if (request.status >= 200 && request.status < 300) return resolve(request.response as Reply);
      // A refusal is a problem document; anything else has no members that matter.
      const problem = (request.response ?? {}) as Partial<ApiError['problem']>;
      reject(
        new ApiError({
          ...problem,
          status: request.status,
          detail: problem.detail ?? `The server answered ${request.status}.`,
        }),
      );
    });
    request.addEventListener('error', () =>
      reject(new ApiError({ status: 0, detail: 'The server cannot be reached.', reason: 'offline' })),
    );
    request.send(call.file);
  });
}
