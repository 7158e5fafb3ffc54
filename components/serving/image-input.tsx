'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { DropZone } from '@/components/ui/drop-zone';
import { NumberInput } from '@/components/ui/number-input';
import { useTranslations } from '@/components/ui/use-translations';
import type { RowCell, RowField } from '@/lib/domain/registry/schema';
import { imageShape, pixelsToValues } from './image-pixels';
import { ListInput } from './list-input';

const SHOWN_PIXELS = 128;

/** A picture, brought to the size of the input in the browser; what the model sees is drawn beside it. */
export function ImageInput({
  field,
  value,
  onValue,
}: {
  field: RowField;
  value: RowCell;
  onValue: (value: RowCell) => void;
}) {
  const t = useTranslations('serving.fields');
  const shape = useMemo(() => imageShape(field.shape), [field.shape]);
  const [file, setFile] = useState<File | null>(null);
  const [white, setWhite] = useState(field.max ?? 1);
  const [invert, setInvert] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const send = useRef(onValue);
  send.current = onValue;
  useEffect(() => {
    if (!file || !shape) return;
    let isCurrent = true;
    readPixels(file, shape.width, shape.height).then(
      (rgba) => {
        if (!isCurrent) return;
        setIsBroken(false);
        send.current(pixelsToValues(rgba, shape, { white, invert }));
      },
      () => isCurrent && setIsBroken(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [file, shape, white, invert]);
  if (!shape) return <ListInput field={field} value={value} onValue={onValue} />;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <DropZone
          title={t('picture')}
          hint={t('pictureHint', { width: shape.width, height: shape.height })}
          accept={['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp']}
          onFiles={([first]) => setFile(first ?? null)}
        />
        <Pixels value={value} width={shape.width} height={shape.height} white={white} label={t('seen')} />
      </div>
      {isBroken ? <p className="text-sm text-bad">{t('pictureBroken')}</p> : null}
      <div className="flex flex-wrap items-center gap-4 text-sm">
        <span className="flex items-center gap-2">
          <span id={`${field.name}-white`}>{t('white')}</span>
          <span className="w-24">
            <NumberInput
              id={`${field.name}-white-value`}
              aria-labelledby={`${field.name}-white`}
              value={white}
              onValue={(next) => next && setWhite(next)}
              nullable={false}
            />
          </span>
        </span>
        <Checkbox
          id={`${field.name}-invert`}
          label={t('invert')}
          checked={invert}
          onChange={(event) => setInvert(event.target.checked)}
        />
      </div>
    </div>
  );
}

async function readPixels(file: File, width: number, height: number): Promise<Uint8ClampedArray> {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('no canvas');
  brush.fillStyle = 'white';
  brush.fillRect(0, 0, width, height);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return brush.getImageData(0, 0, width, height).data;
}

/** The first channel as the model gets it, enlarged. */
function Pixels({
  value,
  width,
  height,
  white,
  label,
}: {
  value: RowCell;
  width: number;
  height: number;
  white: number;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const brush = canvas.current?.getContext('2d');
    if (!brush || !Array.isArray(value)) return;
    const picture = brush.createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const shade = Math.round((Number(value[pixel] ?? 0) / white) * 255);
      picture.data.set([shade, shade, shade, 255], pixel * 4);
    }
    brush.putImageData(picture, 0, 0);
  }, [value, width, height, white]);
  return (
    <figure className="text-xs text-ink-3">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        aria-label={label}
        role="img"
        className="rounded-md border border-line bg-sunken [image-rendering:pixelated]"
        style={{ width: SHOWN_PIXELS, height: (SHOWN_PIXELS * height) / width }}
      />
      <figcaption className="mt-1">{label}</figcaption>
    </figure>
  );
}
