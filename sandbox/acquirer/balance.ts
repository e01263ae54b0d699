import type { Booking, Wish } from "./booking";

/** What the merchant has with the acquirer, in each currency alike; null never runs dry. Forgotten at the end. */
export class Balance {
  private start: number | null = null;
  private readonly moved = new Map<string, number>();

  set(minor: number | null): void {
    this.start = minor;
    this.moved.clear();
  }

  shown() {
    const { start } = this;
    if (start === null) return null;
    return { minor: start, left: Object.fromEntries([...this.moved].map(([key, by]) => [key, start + by])) };
  }

  canPay(wish: Wish): boolean {
    if (this.start === null || movementOf(wish) >= 0) return true;
    return this.start + (this.moved.get(wish.currency) ?? 0) >= wish.minor;
  }

  /** Takes up what an approved booking moves. */
  enter(booking: Booking): void {
    const by = this.start === null ? 0 : movementOf(booking);
    if (by !== 0) this.moved.set(booking.currency, (this.moved.get(booking.currency) ?? 0) + by);
  }
}

function movementOf({ kind, minor, movesAtOnce }: Pick<Wish, "kind" | "minor" | "movesAtOnce">): number {
  if (kind === "capture") return minor;
  if (kind === "authorisation") return movesAtOnce ? minor : 0;
  return kind === "refund" || kind === "held_refund_settlement" ? -minor : 0;
}
