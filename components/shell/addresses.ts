/** Address of a model's overview. Names come from people: they are encoded. */
export const modelHref = (project: string, model: string): string =>
  `/p/${project}/models/${encodeURIComponent(model)}`;

export const versionHref = (project: string, model: string, number: number): string =>
  `${modelHref(project, model)}/versions/${number}`;
