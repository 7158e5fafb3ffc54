import { z } from 'zod';

/** A page of a list: how many, and where the page before ended. */
export const PageLimit = z.coerce.number().int().min(1).max(200).default(50);

/** A replies' marker for operations that answer without a body. */
export const NO_CONTENT = { contentType: '', description: 'Nothing.' } as const;
