'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { connected, type LineageGraph as Graph, type LineageNode, STAGES } from './prepare-lineage';
import type { NodeWords } from './use-node-words';

const WIDTH = 138;
const HEIGHT = 78;
const GAP_X = 28;
const GAP_Y = 18;
const HEAD = 30;

const leftOf = ({ stage }: LineageNode) => STAGES.indexOf(stage) * (WIDTH + GAP_X);
const topOf = ({ row }: LineageNode) => HEAD + row * (HEIGHT + GAP_Y);

/** The picture in seven columns. Every node is a link; the one under the pointer or the keyboard lights up its way. */
export function LineageGraph({
  graph: { nodes, edges, rows },
  label,
  words,
}: {
  graph: Graph;
  label: string;
  words: (node: LineageNode) => NodeWords;
}) {
  const t = useTranslations('lineage');
  const [at, setAt] = useState<string | null>(null);
  const way = at === null ? null : connected(edges, at);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const width = STAGES.length * (WIDTH + GAP_X) - GAP_X;
  const height = HEAD + rows * (HEIGHT + GAP_Y);
  const lines = edges.flatMap(({ from, to }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    if (!start || !end) return [];
    const isLit = way !== null && [from, to].every((id) => way.has(id));
    return [{ key: `${from} ${to}`, path: curve(start, end), isLit }];
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section aria-label={label} tabIndex={0} className="overflow-x-auto pb-2 max-md:hidden">
      <div className="relative mx-auto" style={{ width, height }}>
        {STAGES.map((stage, column) => (
          <p
            key={stage}
            className="absolute top-0 truncate text-xs text-ink-3"
            style={{ left: column * (WIDTH + GAP_X), width: WIDTH }}
          >
            {t(`stage.${stage}`)}
          </p>
        ))}
        <svg aria-hidden="true" width={width} height={height} className="pointer-events-none absolute inset-0">
          {lines.map(({ key, path, isLit }) => (
            <path
              key={key}
              d={path}
              fill="none"
              strokeWidth={isLit ? 2.5 : 1.5}
              className={isLit ? 'stroke-accent' : 'stroke-line-strong'}
            />
          ))}
        </svg>
        <ul>
          {nodes.map((node) => (
            <li
              key={node.id}
              className="absolute"
              style={{ left: leftOf(node), top: topOf(node), width: WIDTH, height: HEIGHT }}
            >
              <NodeLink
                node={node}
                words={words(node)}
                tone={way === null ? 'plain' : way.has(node.id) ? 'lit' : 'dim'}
                onAt={setAt}
              />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function NodeLink({
  node,
  words: { title, lines, href },
  tone,
  onAt,
}: {
  node: LineageNode;
  words: NodeWords;
  tone: 'plain' | 'lit' | 'dim';
  onAt: (id: string | null) => void;
}) {
  return (
    <Link
      href={href}
      data-node={node.id}
      title={[title, ...lines].join('\n')}
      className={clsx(
        'flex h-full flex-col justify-center gap-0.5 rounded-md border bg-surface px-2 py-1.5 hover:bg-sunken',
        tone === 'lit' ? 'border-accent' : 'border-line-strong',
        tone === 'dim' && 'border-dashed',
      )}
      onPointerEnter={() => onAt(node.id)}
      onPointerLeave={() => onAt(null)}
      onFocus={() => onAt(node.id)}
      onBlur={() => onAt(null)}
    >
      <span className="truncate text-sm font-semibold text-ink">{title}</span>
      {lines.map((line) => (
        <span key={line} className="truncate text-xs text-ink-2">
          {line}
        </span>
      ))}
    </Link>
  );
}

/** From the right edge of one node to the left edge of another; a way past columns leaves them at half the distance. */
function curve(from: LineageNode, to: LineageNode): string {
  const [x1, y1] = [leftOf(from) + WIDTH, topOf(from) + HEIGHT / 2];
  const [x2, y2] = [leftOf(to), topOf(to) + HEIGHT / 2];
  const bend = Math.max(GAP_X, (x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}
