const ceiling = 250;
const testCeiling = 500;
const counted = /\.(tsx?|mjs|cjs|css|prisma)$/;

export function fileLengthProblems(
  files: readonly string[],
  read: (file: string) => string,
): readonly string[] {
  return files
    .filter((file) => counted.test(file))
    .map((file) => ({ file, lines: read(file).trimEnd().split("\n").length }))
    .filter(({ file, lines }) => lines > (/\.(test|spec)\.tsx?$/.test(file) ? testCeiling : ceiling))
    .map(({ file, lines }) => `${file} has ${lines} lines. Split it where its second subject begins.`);
}
