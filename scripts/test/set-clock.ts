import { afterEach } from "vitest";
import { setClock } from "@/lib/platform/clock";

/** Stops our clock at an instant, as often as the tests of one file ask; after each test it goes again. */
export function useClock(): (instant: string) => void {
  let putBack: (() => void) | null = null;
  const goAgain = () => {
    putBack?.();
    putBack = null;
  };
  afterEach(goAgain);
  return (instant) => {
    goAgain();
    putBack = setClock(() => new Date(instant));
  };
}
