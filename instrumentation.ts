/** Runs once when the web server starts. */
export async function register() {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { followClock } = await import("@/lib/platform/clock-sync");
  await followClock();
}
