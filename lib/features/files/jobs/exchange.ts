import { departingFiles } from "@/lib/features/files/jobs/put-out";
import { arrivedFiles, type Patience } from "@/lib/features/files/jobs/take-in";
import { alone } from "@/lib/platform/alone";
import { openMerchantFolder, type MerchantFolder } from "@/lib/platform/merchant-folder";
import { claim } from "@/lib/platform/outbox";
import type { Actor } from "@/lib/kernel/access";

/** Without FOOT nothing tells the end of a file whose upload stands still. */
export const folderPatience: Patience = { footMs: 20_000, bareMs: 600_000 };

type Work = AsyncGenerator<() => Promise<void>>;

/** One file that fails holds up no other; the job fails all the same, is logged and tried again. */
async function workOff(work: Work, isHeld: () => boolean): Promise<unknown[]> {
  const problems: unknown[] = [];
  for await (const step of work) {
    if (!isHeld()) return problems;
    await step().catch((problem: unknown) => problems.push(problem));
  }
  return problems;
}

const exchange = (actor: Actor, folder: MerchantFolder, patience: Patience) =>
  alone(`folder:${actor.scope}`, async (isHeld) => {
    const problems = [
      ...(await workOff(departingFiles(actor, folder), isHeld)),
      ...(await workOff(arrivedFiles(actor, folder, patience), isHeld)),
    ];
    if (problems.length > 0) throw new AggregateError(problems, problems.map(String).join("; "));
  });

/** Whoever finds the folder in other hands leaves it to them: the timer comes again. */
export const exchangeFilesBy =
  (patience: Patience) =>
  async (payload: unknown): Promise<void> => {
    const { actor } = claim("files.exchange", payload);
    const folder = await openMerchantFolder(actor.scope);
    if (folder !== null) await exchange(actor, folder, patience);
  };
