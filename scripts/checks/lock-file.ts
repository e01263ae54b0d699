type Locked = { readonly optionalDependencies?: Readonly<Record<string, string>> };

/** npm leaves packages for other systems out of a lock made beside node_modules, and then `npm ci` refuses the lock. */
export function lockFileProblems(lock: {
  readonly packages: Readonly<Record<string, Locked>>;
}): readonly string[] {
  return Object.entries(lock.packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) =>
          !(`node_modules/${name}` in lock.packages) && !(`${folder}/node_modules/${name}` in lock.packages),
      )
      .map((name) => `package-lock.json lacks ${name}, which ${folder} wants on other systems.`),
  );
}
