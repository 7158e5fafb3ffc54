import { AppError } from '@/lib/platform/errors';

export const goneRow = () =>
  new AppError('conflict', 'The row of this item is not in the log any more. Go on with the next one.', {
    reason: 'row_gone',
  });
