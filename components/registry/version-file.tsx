'use client';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Version } from '@/lib/domain/registry/schema';

const OPERATORS_SHOWN = 12;

/** The file: name, size, sha256, and what it says about itself. */
export function VersionFile({ version }: { version: Version }) {
  const t = useTranslations('registry.file');
  const format = useFormat();
  const { inspection } = version;
  const operators = [...inspection.operators].sort((a, b) => b.count - a.count);
  const more = operators.length - OPERATORS_SHOWN;
  const items = [
    { key: 'file', term: t('file'), value: <code>{version.filename}</code> },
    { key: 'size', term: t('size'), value: format.bytes(version.sizeBytes) },
    {
      key: 'sha',
      term: 'sha256',
      value: version.sha256 && (
        <CopyId id={version.sha256} shown={`${version.sha256.slice(0, 8)}…${version.sha256.slice(-8)}`} what="sha256" />
      ),
    },
    {
      key: 'opset',
      term: t('opset'),
      value: inspection.opsets.map(({ domain, version: opset }) => `${domain} ${opset}`).join(', '),
    },
    { key: 'ir', term: t('ir'), value: inspection.irVersion },
    { key: 'producer', term: t('producer'), value: inspection.producer || t('unknown') },
    {
      key: 'operators',
      term: t('operators', { count: inspection.nodeCount }),
      value: [
        ...operators.slice(0, OPERATORS_SHOWN).map(({ name, count }) => `${name} ${format.number(count)}`),
        ...(more > 0 ? [t('moreOperators', { count: more })] : []),
      ].join(', '),
    },
    ...(inspection.zipMapRemoved ? [{ key: 'zipmap', term: t('changed'), value: t('zipMapRemoved') }] : []),
    ...(inspection.sequencesSplit > 0
      ? [{ key: 'sequences', term: t('changed'), value: t('sequencesSplit', { count: inspection.sequencesSplit }) }]
      : []),
    ...inspection.metadata.slice(0, 5).map(({ key, value }) => ({
      key: `metadata.${key}`,
      term: <code className="[overflow-wrap:anywhere]">{key}</code>,
      value: value.length > 120 ? `${value.slice(0, 120)}…` : value,
    })),
  ];
  return (
    <Panel>
      <SectionHeading id="file" title={t('title')} />
      <DefinitionList items={items} />
    </Panel>
  );
}
