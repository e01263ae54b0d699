import { createHmac } from "node:crypto";
import { z } from "zod";
import { jsonOf } from "@/sandbox/server";
import type { Format } from "./push";

const Notice = z.object({ paymentId: z.string(), status: z.string(), modifiedAt: z.string() });
type Notice = z.output<typeof Notice>;
type Known = Notice & { readonly wrong: number };

/** The table of the official WooCommerce handler (wire.md 2). What is not in it is final. */
const follows: Readonly<Record<string, readonly string[]>> = {
  NEW: ["PENDING", "ERROR", "EXPIRED", "CONFIRMED", "REJECTED"],
  PENDING: ["CONFIRMED", "REJECTED", "EXPIRED", "ABANDONED"],
  REJECTED: ["ABANDONED", "CONFIRMED"],
  ERROR: ["CONFIRMED", "REJECTED", "ABANDONED", "NEW"],
};
const asksAgain = 3;
const remembered = 20_000;

const taken = { status: 202, body: { received: true } };
/** 200 with an error text: do not repeat (wire.md 2). */
const unwanted = (error: string) => ({ status: 200, body: { error } });
const again = (error: string) => ({ status: 400, body: { error } });

/** A receiver as PN-8 has it, with a memory of each payment's last status. One that it meets late it takes as it is. */
class Orders {
  private readonly known = new Map<string, Known>();

  take(notice: Notice) {
    const before = this.known.get(notice.paymentId);
    if (before === undefined) return this.keep(notice);
    if (before.status === notice.status) return unwanted("already_seen");
    if (notice.status === "CONFIRMED") return this.keep(notice);
    return this.takeOrdered(notice, before);
  }

  private takeOrdered(notice: Notice, before: Known) {
    if (before.status === "CONFIRMED") return unwanted("already_paid");
    if (notice.modifiedAt < before.modifiedAt) return unwanted("time_travels_are_prohibited");
    if (follows[before.status]?.includes(notice.status) === true) return this.keep(notice);
    if (before.wrong >= asksAgain) return unwanted("wrong_sequence");
    this.known.set(notice.paymentId, { ...before, wrong: before.wrong + 1 });
    return again("wrong_sequence");
  }

  private keep(notice: Notice) {
    this.known.set(notice.paymentId, { ...notice, wrong: 0 });
    const [oldest] = this.known.keys();
    if (this.known.size > remembered && oldest !== undefined) this.known.delete(oldest);
    return taken;
  }
}

export function paynow(): Format {
  const orders = new Orders();
  return {
    owns: ({ headers }) => headers["signature"] !== undefined,
    verify: (secret, { headers, text }) =>
      headers["signature"] === createHmac("sha256", secret).update(text, "utf8").digest("base64"),
    messageId: () => null,
    answer: ({ text }, isGenuine) => {
      if (!isGenuine) return again("bad_signature");
      const read = Notice.safeParse(jsonOf(text));
      return read.success ? orders.take(read.data) : again("not_a_notification");
    },
  };
}
