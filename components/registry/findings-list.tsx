'use client';
import { versionHref } from '@/components/shell/addresses';
import { CodeBlock } from '@/components/ui/code-block';
import { LinkButton } from '@/components/ui/link-button';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { StateIcon } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlayView, Version } from '@/lib/domain/registry/schema';
import { countNamed, draftFrom } from './column-draft';
import { type FindingCode, readFindings } from './read-findings';

/** What reading the file found, worst first, each with what to do. */
export function FindingsList({
  project,
  model,
  version,
  overlay,
  mayManage,
}: {
  project: string;
  model: string;
  version: Version;
  overlay: OverlayView;
  mayManage: boolean;
}) {
  const t = useTranslations('registry.findings');
  const format = useFormat();
  const { columns } = draftFrom(overlay);
  const isNamed = countNamed(columns) === columns.length;
  const findings = readFindings(version.inspection.findings, isNamed);
  return (
    <>
      <SectionHeading title={t('title')} hint={t('count', { count: findings.length })} />
      <Panel flush>
        {findings.length === 0 ? (
          <p className="flex items-center gap-2.5 px-5 py-4 text-md">
            <StateIcon kind="ok" /> {t('none')}
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {findings.map(({ key, code, severity, params, message }) => {
              const values = Object.fromEntries(
                Object.entries(params).map(([name, value]) => [
                  name,
                  typeof value === 'number' ? format.number(value) : value,
                ]),
              );
              return (
                <li key={key} className="flex gap-2.5 px-5 py-4 max-md:px-4">
                  <StateIcon kind={severity} className="mt-[3px] shrink-0" />
                  <div className="min-w-0 flex-1 text-md">
                    <p className="font-semibold">
                      <span className="sr-only">{t(`severity.${severity}`)}: </span>
                      {code ? t(`codes.${code}.title`, values) : message}
                    </p>
                    {code ? <p className="max-w-measure text-ink-2">{t(`codes.${code}.why`, values)}</p> : null}
                    <FindingFix code={code} params={params} />
                    {code === 'unnamed_columns' && mayManage ? (
                      <div className="mt-2">
                        <LinkButton size="sm" href={`${versionHref(project, model, version.number)}/columns`}>
                          {t('nameColumns')}
                        </LinkButton>
                      </div>
                    ) : null}
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </Panel>
    </>
  );
}

function FindingFix({ code, params }: { code: FindingCode | null; params: Record<string, string | number> }) {
  const t = useTranslations('registry.findings');
  if (code !== 'fixed_batch') return null;
  const line = `to_onnx(model, initial_types=[(${JSON.stringify(params.input)}, FloatTensorType([None, X.shape[1]]))])`;
  return (
    <div className="mt-2">
      <CodeBlock label={t('fixCode')} samples={[{ key: 'python', label: t('fixCode'), code: line }]} />
    </div>
  );
}
