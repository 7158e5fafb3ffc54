'use client';
import { useTableViews } from '@/components/shell/use-table-views';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import { CallsChart, ErrorShareChart } from './calls-chart';
import { KeyNumbers } from './key-numbers';
import { LatencyChart } from './latency-chart';
import { StatusTable } from './status-table';

/** Traffic of a report: the key numbers, their course, and errors by status. */
export function ReportTraffic({
  traffic,
  model,
  range,
  base,
}: {
  traffic: Traffic;
  model: string;
  range: string;
  base: string;
}) {
  const views = useTableViews();
  const of = { model, range, traffic, syncId: 'report' };
  return (
    <div className="flex flex-col gap-4">
      <KeyNumbers traffic={traffic} range={range} base={base} />
      <div className="grid gap-4 min-[1240px]:grid-cols-2">
        <CallsChart {...of} {...views('calls')} />
        <ErrorShareChart {...of} {...views('errors')} />
        <LatencyChart {...of} {...views('latency')} />
        <StatusTable
          traffic={traffic}
          failuresHref={`${base}/predictions?status=failed&range=${encodeURIComponent(range)}`}
        />
      </div>
    </div>
  );
}
