import { expect, it } from "vitest";
import { readBody } from "@/lib/web/read-body";

/** Sends pieces of 64 KB for as long as somebody listens. */
function endless() {
  const told = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      told.pieces += 1;
      controller.enqueue(new Uint8Array(64 * 1024).fill(120));
    },
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  return { told, request: new Request("http://portal.example/", init) };
}

it("gives up a sender that never ends", async () => {
  const { told, request } = endless();
  expect(await readBody(request, 64 * 1024)).toBeNull();
  expect(told.pieces).toBeLessThan(40);
});

it("keeps nothing of what is too long", async () => {
  const body = new Uint8Array(5 * 1024 * 1024);
  expect(await readBody(new Request("http://portal.example/", { method: "POST", body }), 1024)).toBeNull();
});

it("reads up to the last byte that fits", async () => {
  const read = (text: string) =>
    readBody(new Request("http://portal.example/", { method: "POST", body: text }), 4);
  expect(await read("żab")).toBe("żab");
  expect(await read("żaba")).toBeNull();
  expect(await readBody(new Request("http://portal.example/"), 4)).toBe("");
});
