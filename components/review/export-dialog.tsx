'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { EXPORT_FORMATS, EXPORT_SPLITS } from '@/lib/domain/review/schema';

/** Which settled rows, as what: a download. */
export function ExportDialog({ queue }: { queue: string }) {
  const t = useTranslations('review.export');
  const [isOpen, setIsOpen] = useState(false);
  const [split, setSplit] = useState<(typeof EXPORT_SPLITS)[number]>('train');
  const [format, setFormat] = useState<(typeof EXPORT_FORMATS)[number]>('csv');
  return (
    <>
      <Button icon={<Download aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={setIsOpen}
        question={t('label')}
        answers={
          <>
            <Button onClick={() => setIsOpen(false)}>{t('close')}</Button>
            <a
              href={`/api/review-queues/${queue}/export?${new URLSearchParams({ format, split })}`}
              download
              className={buttonClass('main')}
            >
              <Download aria-hidden="true" />
              {t('download')}
            </a>
          </>
        }
      >
        <RadioGroup
          label={t('split')}
          choices={EXPORT_SPLITS.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
          value={split}
          onValue={setSplit}
        />
        <Field
          label={t('format')}
          {...(format === 'label-studio' || format === 'argilla' ? { hint: t(`${format}Hint`) } : {})}
        >
          <Select
            options={EXPORT_FORMATS.map((value) => ({ value, label: t(value) }))}
            value={format}
            onValue={(text) => setFormat(EXPORT_FORMATS.find((one) => one === text) ?? 'csv')}
          />
        </Field>
      </Dialog>
    </>
  );
}
