'use client';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import type { LineageEdge, LineageNode } from './prepare-lineage';
import type { NodeWords } from './use-node-words';

interface Row {
  node: LineageNode;
  words: NodeWords;
  from: NodeWords[];
  to: NodeWords[];
}

/** All that the picture shows: each node with what it came from and what came of it. */
export function LineageTable({
  nodes,
  edges,
  wordsOf,
  name,
}: {
  nodes: readonly LineageNode[];
  edges: readonly LineageEdge[];
  wordsOf: (node: LineageNode) => NodeWords;
  name: string;
}) {
  const t = useTranslations('lineage');
  const find = (ids: string[]) => nodes.filter(({ id }) => ids.includes(id)).map(wordsOf);
  const rows: Row[] = nodes.map((node) => ({
    node,
    words: wordsOf(node),
    from: find(edges.flatMap(({ from, to }) => (to === node.id ? [from] : []))),
    to: find(edges.flatMap(({ from, to }) => (from === node.id ? [to] : []))),
  }));
  const columns: Column<Row>[] = [
    {
      key: 'what',
      header: t('table.what'),
      cell: ({ words: { title, href } }) => <TextLink href={href}>{title}</TextLink>,
    },
    { key: 'stage', header: t('table.stage'), cell: ({ node: { stage } }) => t(`stage.${stage}`) },
    { key: 'facts', header: t('table.facts'), phone: 'wide', cell: ({ words: { lines } }) => lines.join('; ') },
    { key: 'from', header: t('table.from'), cell: ({ from }) => <Links to={from} /> },
    { key: 'to', header: t('table.to'), cell: ({ to }) => <Links to={to} /> },
  ];
  const titles = (all: NodeWords[]) => all.map(({ title }) => title).join('; ');
  const save = () =>
    downloadText(
      `${name}.csv`,
      writeCsv(
        columns.map(({ header }) => header),
        rows.map(({ node, words, from, to }) => [
          ...[words.title, t(`stage.${node.stage}`), words.lines.join('; '), titles(from), titles(to)],
        ]),
      ),
    );
  return (
    <Section label={t('table.title')}>
      <SectionHeading
        title={t('table.title')}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={save}>
            {t('table.csv')}
          </Button>
        }
      />
      <Panel flush>
        <Table label={t('table.title')} columns={columns} rows={rows} rowKey={({ node }) => node.id} />
      </Panel>
    </Section>
  );
}

function Links({ to }: { to: readonly NodeWords[] }) {
  if (to.length === 0) return <Dash />;
  return (
    <span className="flex flex-wrap gap-x-2">
      {to.map(({ title, href }) => (
        <TextLink key={`${title} ${href}`} href={href}>
          {title}
        </TextLink>
      ))}
    </span>
  );
}
