import { expect, test } from "@playwright/test";
import { baseUrl, openShop, pay } from "./support/world";

const reasonOf = async (answer: Response) => {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return ((await answer.json()) as { readonly reason: string }).reason;
};

const unreadable = ["%ff", "a%ffb", "%", "%4", "%c0%80", "%ed%a0%80", "%f8%88%80%80%80", "%E2%82"];

for (const method of ["GET", "POST", "PUT", "DELETE"]) {
  test(`${method} of an address that spells no text finds nothing`, async () => {
    for (const part of unreadable) {
      for (const path of [
        `/api/v1/payments/${part}`,
        `/api/v1/payments/${part}/refunds`,
        `/api/v1/${part}`,
      ]) {
        const answer = await fetch(`${baseUrl()}${path}`, { method });
        expect(answer.status, path).toBe(404);
        expect(await reasonOf(answer)).toBe("not_found");
      }
      for (const path of [`/json/${part}`, `/xml/${part}`, `/payments/${part}`, `/${part}`]) {
        expect((await fetch(`${baseUrl()}${path}`, { method })).status, path).toBe(404);
      }
    }
  });
}

test("text in an address is read as before", async () => {
  const shop = await openShop();
  const headers = { authorization: `Bearer ${shop.apiKey}` };
  const payment = await pay(shop);
  const read = async (id: string) => (await fetch(`${baseUrl()}/api/v1/payments/${id}`, { headers })).status;
  expect(await read(payment.id)).toBe(200);
  expect(await read(payment.id.replaceAll("-", "%2D"))).toBe(200);
  for (const id of ["%E2%82%AC", "%F0%9F%98%80", "%00", "%25", "%20"]) expect(await read(id)).toBe(404);
});

test("a body of 5 MB is refused while it comes, and the next one is served", async () => {
  const shop = await openShop();
  const headers = {
    authorization: `Bearer ${shop.apiKey}`,
    "content-type": "application/json",
    "idempotency-key": crypto.randomUUID(),
  };
  const body = JSON.stringify("x".repeat(5 * 1024 * 1024));
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => fetch(`${baseUrl()}/api/v1/payments`, { method: "POST", headers, body })),
  );
  for (const answer of answers) {
    expect(answer.status).toBe(413);
    expect(await reasonOf(answer)).toBe("too_large");
  }
  expect((await pay(shop)).status).toBe("completed");
});

test("methods that an address does not have are refused in its own words", async () => {
  const shop = await openShop();
  const headers = { authorization: `Bearer ${shop.apiKey}` };
  const ask = (method: string, path: string) => fetch(`${baseUrl()}/api/v1${path}`, { method, headers });
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const answer = await ask(method, "/payments");
    expect(answer.headers.get("allow")).toBe("GET, POST");
    expect(await reasonOf(answer)).toBe("method_not_allowed");
  }
  expect((await ask("HEAD", "/payments")).status).toBe(200);
  expect((await ask("OPTIONS", "/payments")).status).toBe(204);
});
