'use client';
import { useId, useState } from 'react';
import { CopyButton } from './copy-button';
import { Segmented } from './segmented';

export type CodeSample = { key: string; label: string; code: string };

/** Code that runs as pasted, with copy. Several samples get a choice of language above. */
export function CodeBlock({ samples, label }: { samples: readonly CodeSample[]; label: string }) {
  const id = useId();
  const [chosen, setChosen] = useState(samples[0]?.key ?? '');
  const sample = samples.find(({ key }) => key === chosen) ?? samples[0];
  if (!sample) return null;
  return (
    <div className="min-w-0">
      {samples.length > 1 ? (
        <Segmented
          label={label}
          choices={samples.map(({ key, label: name }) => ({ value: key, label: name }))}
          value={sample.key}
          onValue={setChosen}
          className="mb-2 max-md:flex"
        />
      ) : null}
      <div className="rounded-md md:flex md:items-start md:bg-sunken">
        <section
          id={id}
          aria-label={`${label}, ${sample.label}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
          tabIndex={0}
          className="min-w-0 flex-1 overflow-x-auto rounded-md bg-sunken px-3 py-2.5"
        >
          <pre className="text-xs leading-5 whitespace-pre text-ink">{sample.code}</pre>
        </section>
        <div className="no-print md:p-1.5 max-md:mt-2 max-md:[&>button]:w-full">
          <CopyButton text={sample.code} />
        </div>
      </div>
    </div>
  );
}
