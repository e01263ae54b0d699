const registry = "lib/features/registry.ts";

export function listingProblems(files: readonly string[], read: (file: string) => string): readonly string[] {
  const listings = files.filter((file) => /^lib\/features\/[^/]+\/listing\.ts$/.test(file));
  const registered = files.includes(registry) ? read(registry) : "";
  return listings
    .filter((file) => !registered.includes(`"@/${file.replace(/\.ts$/, "")}"`))
    .map(
      (file) =>
        `${file} is not in ${registry}: without it there is no navigation, no export and no family test.`,
    );
}
