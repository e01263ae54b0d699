import { setTimeout as sleep } from "node:timers/promises";
import { isListening } from "./ports";
import { Problem } from "./problem";
import type { Teardown } from "./teardown";

const answersWithinMs = 90_000;

async function until(name: string, isThere: () => Promise<boolean>, teardown: Teardown): Promise<void> {
  const deadline = Date.now() + answersWithinMs;
  while (Date.now() < deadline && !teardown.hasBegun) {
    if (await isThere()) return;
    await sleep(100);
  }
  throw new Problem(`${name} did not answer within ${answersWithinMs / 1000} seconds.`);
}

const answers = async (url: string): Promise<boolean> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  return answer?.ok === true;
};

export const untilAnswers = (name: string, url: string, teardown: Teardown): Promise<void> =>
  until(name, () => answers(url), teardown);

export const untilListening = (name: string, port: number, teardown: Teardown): Promise<void> =>
  until(name, () => isListening(port), teardown);
