'use client';
import { useDeferredValue } from 'react';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { CardContent } from '@/lib/domain/cards/schema';
import { isBlank } from './card-content';
import { CardText } from './card-text';

/** The text as readers will see it, beside the fields; long ones scroll on their own. */
export function CardPreview({ content }: { content: CardContent }) {
  const t = useTranslations('cards');
  const shown = useDeferredValue(content);
  return (
    <section
      aria-labelledby="card-preview"
      className="min-w-0 lg:sticky lg:top-16 lg:col-start-2 lg:row-span-2 lg:row-start-1"
    >
      <SectionHeading id="card-preview" title={t('preview')} hint={t('previewHint')} />
      <Panel flush>
        <section
          aria-label={t('preview')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="overflow-y-auto p-5 max-md:p-4 lg:max-h-[calc(100dvh-8.5rem)]"
        >
          {isBlank(shown) ? (
            <p className="text-md text-ink-3">{t('previewEmpty')}</p>
          ) : (
            <CardText content={shown} level={3} narrow />
          )}
        </section>
      </Panel>
    </section>
  );
}
