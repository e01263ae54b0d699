/** The worker's job of handing over mails, alone in a process: waits for a merchant, then goes on until it is killed. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { deliverCommunications } from "@/lib/features/communications/jobs/deliver";
import { moveClock } from "@/lib/platform/clock";

const Order = z.object({ merchantId: z.uuid(), clockMs: z.number() });

process.on("disconnect", () => process.exit(0));
process.once("message", (message) => {
  const { merchantId, clockMs } = Order.parse(message);
  moveClock(clockMs);
  void (async () => {
    for (;;) {
      await deliverCommunications({ version: 1, merchantId, channel: "email" });
      await sleep(20);
    }
  })();
});
process.send?.("ready");
