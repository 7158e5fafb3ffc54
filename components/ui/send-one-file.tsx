'use client';
import { type ReactNode, useState } from 'react';
import { DropZone } from './drop-zone';
import { Note } from './note';
import { Panel } from './panel';
import { UploadProgress } from './progress';
import { useFormat } from './use-format';

/** Takes one file up to a size and shows how far it has been sent. `send` is the mutation that sends it. */
export function SendOneFile({
  send,
  sentBytes,
  limitBytes,
  accept,
  title,
  hint,
  reading,
  tooLarge,
  failure,
}: {
  send: {
    isPending: boolean;
    isError: boolean;
    variables: File | undefined;
    reset: () => void;
    mutate: (file: File) => void;
  };
  sentBytes: number;
  limitBytes: number;
  accept: string[];
  title: string;
  hint: string;
  /** While the server reads what it has got. */
  reading: string;
  tooLarge: (sizes: { size: string; limit: string }) => string;
  /** Shown where it was refused. */
  failure: ReactNode;
}) {
  const format = useFormat();
  const [refused, setRefused] = useState<string | null>(null);
  const take = (file: File) => {
    send.reset();
    const isTooLarge = file.size > limitBytes;
    setRefused(isTooLarge ? tooLarge({ size: format.bytes(file.size), limit: format.bytes(limitBytes) }) : null);
    if (!isTooLarge) send.mutate(file);
  };
  if (send.isPending && send.variables)
    return (
      <Panel>
        <div role="status">
          <UploadProgress
            name={send.variables.name}
            doneBytes={Math.min(sentBytes, send.variables.size)}
            totalBytes={send.variables.size}
            note={sentBytes >= send.variables.size ? reading : undefined}
          />
        </div>
      </Panel>
    );
  return (
    <div className="flex flex-col gap-3">
      <DropZone
        title={title}
        hint={hint}
        accept={accept}
        onFiles={([file]) => {
          if (file) take(file);
        }}
      />
      {refused ? (
        <Note kind="bad" urgent>
          {refused}
        </Note>
      ) : null}
      {send.isError ? failure : null}
    </div>
  );
}
