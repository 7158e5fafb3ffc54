'use client';
import { CopyButton } from '@/components/ui/copy-button';

/** A secret text that is shown this once, whole and ready to copy. */
export function ShownOnce({ text, what }: { text: string; what: string }) {
  return (
    <div className="flex items-center gap-2 rounded-md bg-sunken py-2 pr-2 pl-3 max-md:flex-col max-md:items-stretch">
      <code className="min-w-0 flex-1 text-ink select-all [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
