'use client';
import { useNow } from 'use-intl';
import { LineChart } from '@/components/charts/line-chart';
import { useFormat } from '@/components/ui/use-format';

const DAY_MS = 86_400_000;

interface Line<Day> {
  key: string;
  label: string;
  countOf: (day: Day) => number;
}

/** What was left at the end of each UTC day, and what was done on it. */
export function BurnDownLines<Day extends { day: string }>({
  course,
  left,
  done,
}: {
  course: readonly Day[];
  left: Line<Day>;
  done: Line<Day>;
}) {
  const format = useFormat();
  const now = useNow();
  // A point stands at noon, so that every time zone writes the day it belongs to.
  const drawn = ({ key, label, countOf }: Line<Day>, colour: 'now' | 'reference') => ({
    ...{ key, label, colour },
    points: course.map((one) => ({ t: Date.parse(one.day) + DAY_MS / 2, value: countOf(one) })),
  });
  return (
    <LineChart
      series={[drawn(left, 'now'), drawn(done, 'reference')]}
      write={(value) => format.number(value)}
      writeTime={(at) => format.day(at)}
      bucketMs={DAY_MS}
      now={now.getTime()}
      gapLabel=""
    />
  );
}
