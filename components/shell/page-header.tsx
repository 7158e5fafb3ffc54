import type { ReactNode } from 'react';

/** Title, state, one sentence a person could say aloud, actions (main one last). `meta` is a grey line under the sentence. */
export function PageHeader({
  title,
  state,
  sentence,
  meta,
  actions,
}: {
  title: ReactNode;
  state?: ReactNode;
  sentence?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-6 flex items-start gap-4 max-md:mb-4.5 max-md:flex-col">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="text-xl font-semibold tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
          {state}
        </div>
        {sentence ? <p className="mt-1 max-w-[112ch] text-md text-pretty text-ink-2">{sentence}</p> : null}
        {meta ? <div className="mt-1 text-xs text-ink-3">{meta}</div> : null}
      </div>
      {actions ? (
        <div className="no-print ml-auto flex shrink-0 flex-wrap justify-end gap-2 max-md:ml-0 max-md:w-full max-md:[&>*]:flex-1 print:hidden">
          {actions}
        </div>
      ) : null}
    </div>
  );
}
