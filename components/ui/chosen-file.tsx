import { Button } from './button';
import { DropZone } from './drop-zone';

/** The file that a form goes by: dropped or picked, then named beside a way to take another. */
export function ChosenFile({
  file,
  onFile,
  accept,
  title,
  hint,
  other,
}: {
  file: File | null;
  onFile: (file: File | null) => void;
  accept: string[];
  title: string;
  hint: string;
  other: string;
}) {
  if (!file)
    return <DropZone title={title} hint={hint} accept={accept} onFiles={([chosen]) => onFile(chosen ?? null)} />;
  return (
    <p className="flex flex-wrap items-center gap-3">
      <code className="[overflow-wrap:anywhere]">{file.name}</code>
      <Button size="sm" onClick={() => onFile(null)}>
        {other}
      </Button>
    </p>
  );
}
