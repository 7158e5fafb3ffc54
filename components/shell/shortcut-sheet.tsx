'use client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useTranslations } from '@/components/ui/use-translations';
import { describeKeys, type Shortcut } from './shortcuts';

/** Key caps of one shortcut. */
export function Keys({ keys }: { keys: string }) {
  const t = useTranslations('shell.shortcuts');
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {describeKeys(keys).map((caps, index) => (
        <span key={caps.join('+')} className="inline-flex items-center gap-1">
          {index > 0 ? <span className="text-xs text-ink-3">{t('then')}</span> : null}
          {caps.map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

/** Every key that works here, read from the same registry that runs them. */
export function ShortcutSheet({ shortcuts, onClose }: { shortcuts: readonly Shortcut[] | null; onClose: () => void }) {
  const t = useTranslations('shell.shortcuts');
  const close = useTranslations('ui');
  const list = shortcuts ?? [];
  const groups = [
    { key: 'page', title: t('page'), entries: list.filter(({ scope }) => scope !== 'everywhere') },
    { key: 'everywhere', title: t('everywhere'), entries: list.filter(({ scope }) => scope === 'everywhere') },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <Dialog
      open={shortcuts !== null}
      onOpen={(open) => (open ? undefined : onClose())}
      question={t('title')}
      answers={<Button onClick={onClose}>{close('close')}</Button>}
    >
      {groups.length === 0 ? <p>{t('none')}</p> : null}
      {groups.map((group) => (
        <div key={group.key}>
          <h3 className="mb-1 text-xs text-ink-3">{group.title}</h3>
          <dl className="flex flex-col divide-y divide-line">
            {group.entries.map((entry) => (
              <div key={entry.keys} className="flex items-center gap-4 py-1.5 text-sm">
                <dt className="text-ink">{entry.label}</dt>
                <dd className="ml-auto">
                  <Keys keys={entry.keys} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </Dialog>
  );
}
