import { moveClock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { subscribe } from "@/lib/platform/notifications";

async function load() {
  const row = await prisma().clockOffset.findUnique({ where: { id: 1 }, select: { offsetMs: true } });
  moveClock(Number(row?.offsetMs ?? 0));
}

/** In the sandbox the clock can be moved while we run; elsewhere it is the system's. `moved` hears of every move. */
export async function followClock(moved: () => void = () => undefined): Promise<void> {
  if (!env().sandbox) return;
  await load();
  await subscribe("clock_moved", () => {
    void load().then(moved, () => undefined);
  });
}
