import { systemCtxOfTest } from './test-project';

/** The tables in which rows of a project hold one of these texts, as text or among bytes. Example: `feedback: secret`. */
export async function standsAnywhere(projectId: string, texts: readonly string[]): Promise<string[]> {
  const { db } = systemCtxOfTest();
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'project_id' and t.table_type = 'BASE TABLE'
       and c.table_name !~ '^predictions_' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const text of texts) {
      const hex = Buffer.from(text).toString('hex');
      const met = await db.$queryRawUnsafe<unknown[]>(
        `select 1 from "${name}" t where project_id = $1::uuid and (t::text like $2 or t::text like $3) limit 1`,
        projectId,
        `%${text}%`,
        `%${hex}%`,
      );
      if (met.length > 0) found.push(`${name}: ${text}`);
    }
  return found;
}
