const atOnce = 12;

/** Runs each list in its order, a dozen lists at a time. */
export async function abreast<T>(
  lists: Iterable<readonly T[]>,
  run: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = lists[Symbol.iterator]();
  const lane = async () => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next())
      for (const one of next.value) await run(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
