import { describe, expect, it } from "vitest";
import {
  leadingRefundMoves,
  refundMoveNames,
  refundMovesOf,
  type RefundMoveFacts,
} from "@/lib/features/refund-moves/model";
import { refundFlow, refundStatuses } from "@/lib/features/refunds/model";

const now = new Date("2026-03-10T10:00:00Z");
const accepted: RefundMoveFacts = {
  status: "accepted",
  settleStatus: 0,
  settleDueDate: "2026-03-12",
  amountMinor: 60_00,
  settleMinor: 50_00,
  orderReference: "A-1",
  statusAt: new Date("2026-03-09T08:00:00Z"),
};
const reasons = (facts: Partial<RefundMoveFacts>) =>
  Object.fromEntries(
    Object.entries(refundMovesOf({ ...accepted, ...facts }, now)).map(([name, move]) => [
      name,
      move.open ? "open" : move.reason,
    ]),
  );
const all = (reason: string) => Object.fromEntries(refundMoveNames.map((name) => [name, reason]));

describe("TP-21: what can be done with a refund", () => {
  it.each([
    ["pending", 0, all("open")],
    ["pending without checks", 1, { ...all("open"), release: "released_already" }],
    ["suspended", 2, { ...all("open"), suspend: "suspended_already" }],
  ])("agreed and %s", (_name, settleStatus, expected) => {
    expect(reasons({ settleStatus })).toEqual(expected);
  });

  it.each(["awaiting_approval", "requested", "awaiting_balance"])(
    "%s: it can be cancelled, and nothing else before it is agreed (PN-13)",
    (status) => {
      for (const settleStatus of [null, 0, 2])
        expect(reasons({ status, settleStatus })).toEqual({ ...all("not_authorised"), cancel: "open" });
    },
  );

  it.each(["sent", "unknown"])("%s: nothing before the bank has answered (U6)", (status) => {
    for (const settleStatus of [null, 0, 10])
      expect(reasons({ status, settleStatus })).toEqual(all("under_way"));
  });

  it("says when what would happen", () => {
    const moves = refundMovesOf(accepted, now);
    const settlesAt = new Date("2026-03-12T23:00:00Z");
    expect(moves.release).toEqual({ open: true, effect: { minor: 50_00, settlesAt } });
    expect(moves.suspend).toMatchObject({ effect: { heldUntil: new Date("2026-03-16T08:00:00Z") } });
    expect(moves.cancel).toMatchObject({ effect: { minor: 60_00 } });
    expect(moves.change_amount).toMatchObject({ effect: { minor: 50_00, most: 60_00, settlesAt } });
    const held = refundMovesOf({ ...accepted, settleStatus: 2 }, now);
    expect(held.change_due_date).toMatchObject({ effect: { settlesAt: null } });
  });

  it("brings the nearest moves to the front", () => {
    const leading = (facts: Partial<RefundMoveFacts>) =>
      leadingRefundMoves(refundMovesOf({ ...accepted, ...facts }, now));
    expect(leading({})).toEqual(["suspend", "cancel"]);
    expect(leading({ settleStatus: 2 })).toEqual(["release", "cancel"]);
    expect(leading({ status: "awaiting_balance" })).toEqual(["cancel"]);
    expect(leading({ status: "unknown" })).toEqual([]);
  });

  it.each(refundStatuses.filter((status) => Object.keys(refundFlow[status]).length === 0))(
    "%s: it has ended",
    (status) => {
      for (const settleStatus of [null, 3, 100])
        expect(reasons({ status, settleStatus })).toEqual(all("ended_before"));
    },
  );
});
