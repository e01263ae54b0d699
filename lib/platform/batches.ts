import { setImmediate } from "node:timers/promises";

type Batch<Item> = { readonly items: Item[]; readonly done: Promise<void> };

/**
 * Does together what is asked for at the same time: of each key one batch is under way, and who comes meanwhile is in
 * the next. All of a batch hear of its end.
 */
export function inBatches<Key, Item>(
  largest: number,
  work: (key: Key, items: readonly Item[]) => Promise<void>,
): (key: Key, item: Item) => Promise<void> {
  const open = new Map<Key, Batch<Item>>();
  const running = new Map<Key, Promise<unknown>>();

  function begin(key: Key): Batch<Item> {
    const items: Item[] = [];
    const before = running.get(key) ?? Promise.resolve();
    // Those whom the batch before has just answered may come along.
    const done = before
      .then(() => setImmediate())
      .then(() => {
        if (open.get(key)?.items === items) open.delete(key);
        return work(key, items);
      });
    const ended = done.catch(() => undefined);
    running.set(key, ended);
    void ended.then(() => running.get(key) === ended && running.delete(key));
    const batch = { items, done };
    open.set(key, batch);
    return batch;
  }

  return (key, item) => {
    const waiting = open.get(key);
    const batch = waiting === undefined || waiting.items.length >= largest ? begin(key) : waiting;
    batch.items.push(item);
    return batch.done;
  };
}
