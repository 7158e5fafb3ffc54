'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { IconButton } from './icon-button';

/** Details of one row at the right, 480 px; the list behind stays usable. `actions` stand beside the title. */
export function SidePanel({
  open,
  onOpen,
  title,
  actions,
  children,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('ui');
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpen(next)} modal={false} disablePointerDismissal>
      <Base.Portal>
        <Base.Popup className="fixed inset-y-0 right-0 z-30 flex w-[min(30rem,100vw)] flex-col border-l border-line bg-raised shadow-float transition-[opacity,translate] motion-panel data-[ending-style]:translate-x-2 data-[ending-style]:opacity-0 data-[starting-style]:translate-x-2 data-[starting-style]:opacity-0">
          <div className="flex min-h-[50px] items-center gap-2 border-b border-line px-5 py-2">
            <Base.Title className="min-w-0 truncate text-lg font-semibold">{title}</Base.Title>
            <span className="ml-auto flex items-center gap-1">
              {actions}
              <IconButton label={t('close')} icon={<X aria-hidden="true" />} onClick={() => onOpen(false)} />
            </span>
          </div>
          <div className="flex-1 overflow-auto p-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
