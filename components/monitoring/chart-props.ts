import type { Traffic } from '@/lib/domain/monitoring/schema';

/** What every chart of a model's traffic takes. */
export interface TrafficChartProps {
  model: string;
  range: string;
  traffic: Traffic;
  height?: number;
  /** Charts with the same one share the crosshair. */
  syncId?: string;
  view?: 'chart' | 'table';
  onView?: (view: 'chart' | 'table') => void;
}
