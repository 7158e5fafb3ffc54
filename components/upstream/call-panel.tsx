'use client';
import { modelHref } from '@/components/shell/addresses';
import { CodeBlock } from '@/components/ui/code-block';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { usePassReason } from './use-pass-reason';

/** The address that takes the service's place, and what became of the calls of the last day. */
export function CallPanel({
  project,
  model,
  url,
  view,
}: {
  project: string;
  model: string;
  url: string;
  view: UpstreamView;
}) {
  const t = useTranslations('upstream.call');
  const format = useFormat();
  const reasonOf = usePassReason();
  const address = `${url}/m/${encodeURIComponent(model)}/proxy`;
  const { calls, reasons } = view.passed;
  const unread = reasons.reduce((sum, reason) => sum + reason.calls, 0);
  const curl = `curl ${address} \\\n  -H "Authorization: Bearer $IMPLANTA_KEY" -H "Content-Type: application/json" \\\n  -d @call.json`;
  return (
    <>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Panel>
        <CodeBlock
          label={t('title')}
          samples={[
            { key: 'address', label: t('address'), code: address },
            { key: 'curl', label: 'curl', code: curl },
          ]}
        />
        <div className="mt-4">
          <DefinitionList
            items={[
              { key: 'service', term: t('service'), value: <code>{view.url}</code> },
              {
                key: 'calls',
                term: t('calls'),
                value: (
                  <>
                    {t('read', { calls: format.number(calls), read: format.number(calls - unread) })}{' '}
                    <TextLink href={`${modelHref(project, model)}/predictions`}>{t('log')}</TextLink>
                  </>
                ),
              },
              ...reasons.map(({ reason, calls: count }) => ({
                key: reason,
                term: t('handedOn'),
                value: t('because', { calls: count, reason: reasonOf(reason) }),
              })),
            ]}
          />
        </div>
      </Panel>
    </>
  );
}
