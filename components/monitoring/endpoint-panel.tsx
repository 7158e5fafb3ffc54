'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';

/** Where the model is called: named rows, or tensors by the Open Inference protocol. */
export function EndpointPanel({
  url,
  model,
  isService,
  apiHref,
}: {
  url: string;
  model: string;
  /** A running service answers, at an address of its own. */
  isService: boolean;
  apiHref?: string | undefined;
}) {
  const t = useTranslations('monitoring.endpoint');
  const name = encodeURIComponent(model);
  return (
    <Panel>
      <SectionHeading title={t('title')} />
      <CodeBlock
        label={t('title')}
        samples={
          isService
            ? [{ key: 'proxy', label: t('title'), code: `${url}/m/${name}/proxy` }]
            : [
                { key: 'rows', label: t('rows'), code: `${url}/api/models/${name}/predict` },
                { key: 'tensors', label: t('tensors'), code: `${url}/m/${name}/v2/models/${name}/infer` },
              ]
        }
      />
      <p className="mt-3 text-xs text-ink-3">
        {isService ? null : t('also')}{' '}
        {apiHref ? <TextLink href={apiHref}>{isService ? t('service') : t('samples')}</TextLink> : null}
      </p>
    </Panel>
  );
}
