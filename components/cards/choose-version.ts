/** The version whose card an address asks for: the one named, else the champion, else the newest. Null where there is none such. */
export function chooseVersion(
  model: { champion: number | null; versions: readonly number[] },
  asked: string | string[] | undefined,
): number | null {
  if (asked === undefined) return model.champion ?? (model.versions.length > 0 ? Math.max(...model.versions) : null);
  return model.versions.find((number) => String(number) === asked) ?? null;
}
