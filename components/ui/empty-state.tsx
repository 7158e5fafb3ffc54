import type { ReactNode } from 'react';
import { CodeBlock } from './code-block';

/** What will be here, one action, one command to paste. */
export function EmptyState({
  title,
  children,
  action,
  command,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  command?: { label: string; code: string };
}) {
  return (
    <div className="flex flex-col items-start gap-3 px-5 py-8 max-md:px-4">
      <p className="text-lg font-semibold">{title}</p>
      {children ? <div className="max-w-measure text-md text-ink-2">{children}</div> : null}
      {action ? <div className="flex flex-wrap gap-2 max-md:w-full max-md:[&>*]:flex-1">{action}</div> : null}
      {command ? (
        <div className="w-full max-w-3xl">
          <p className="mb-1.5 text-xs text-ink-3">{command.label}</p>
          <CodeBlock label={command.label} samples={[{ key: 'shell', label: command.label, code: command.code }]} />
        </div>
      ) : null}
    </div>
  );
}
