'use client';
import Link from 'next/link';
import { useTranslations } from '@/components/ui/use-translations';
import { connected, type LineageGraph, type LineageNode, STAGES } from './prepare-lineage';
import type { NodeWords } from './use-node-words';

/** The same on a narrow screen: the way of each version from top to bottom, and runs that brought none at the end. */
export function LineageChains({
  graph: { nodes, edges },
  label,
  words,
}: {
  graph: LineageGraph;
  label: string;
  words: (node: LineageNode) => NodeWords;
}) {
  const t = useTranslations('lineage');
  const starts = nodes.filter(
    (node) => node.stage === 'version' || (node.stage === 'run' && !edges.some(({ from }) => from === node.id)),
  );
  return (
    <section aria-label={label} className="flex flex-col gap-6 md:hidden">
      {starts.map((start) => {
        const way = connected(edges, start.id);
        const own = nodes
          .filter(({ id }) => way.has(id))
          .sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
        return (
          <ol key={start.id} aria-label={words(start).title} className="flex flex-col">
            {own.map((node, index) => {
              const { title, lines, href } = words(node);
              return (
                <li key={node.id}>
                  {index > 0 ? (
                    <span aria-hidden="true" className="ml-5 block h-4 w-0 border-l-2 border-line-strong" />
                  ) : null}
                  <Link href={href} className="block rounded-md border border-line-strong bg-surface px-3 py-2">
                    <span className="block text-xs text-ink-3">{t(`stage.${node.stage}`)}</span>
                    <span className="block text-sm font-semibold text-ink [overflow-wrap:anywhere]">{title}</span>
                    {lines.map((line) => (
                      <span key={line} className="block text-xs text-ink-2">
                        {line}
                      </span>
                    ))}
                  </Link>
                </li>
              );
            })}
          </ol>
        );
      })}
    </section>
  );
}
