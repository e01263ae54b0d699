/**
 * Answers those who ask the same at the same time with one question. Who comes while it is under way waits for the
 * next, so nobody is told what was so before they asked.
 */
export function together<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<T>>();
  return (key) => {
    const known = waiting.get(key);
    if (known !== undefined) return known;
    const before = running.get(key) ?? Promise.resolve();
    const asked = before.then(() => {
      waiting.delete(key);
      return ask(key);
    });
    const ended = asked.catch(() => undefined);
    waiting.set(key, asked);
    running.set(key, ended);
    void ended.then(() => running.get(key) === ended && running.delete(key));
    return asked;
  };
}
