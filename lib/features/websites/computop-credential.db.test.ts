import { describe, expect, it } from "vitest";
import { issueComputopCredential } from "@/lib/features/websites/commands/computop-credential";
import { findComputopCredential } from "@/lib/platform/credentials";
import { decryptSecret } from "@/lib/platform/secrets";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";

async function issue(shop: Shop) {
  const done = await issueComputopCredential(actorOf(shop), { websiteId: shop.websiteId });
  if (!done.ok) throw new Error(done.error);
  return done.value;
}

const kept = async (mid: string) => {
  const found = await findComputopCredential(mid);
  return (
    found && {
      websiteId: found.websiteId,
      passwords: [decryptSecret(found.cipherPassword), decryptSecret(found.hmacPassword)],
    }
  );
};

describe("the credential of a website's server", () => {
  it("is found by its MerchantID, which stays when its passwords are replaced", async () => {
    const shop = await makeShop();
    const first = await issue(shop);
    const { websiteId } = shop;
    expect(first.cipherPassword).not.toBe(first.hmacPassword);
    expect(await kept(first.mid)).toEqual({
      websiteId,
      passwords: [first.cipherPassword, first.hmacPassword],
    });
    const second = await issue(shop);
    expect(second.mid).toBe(first.mid);
    expect(await kept(first.mid)).toEqual({
      websiteId,
      passwords: [second.cipherPassword, second.hmacPassword],
    });
    expect(second.cipherPassword).not.toBe(first.cipherPassword);
    const lines = await rowsOf<{ detail: string }>(
      "select detail::text as detail from audit_line where merchant_id = $1 and action = 'website.issued_computop_passwords'",
      [shop.merchantId],
    );
    expect(lines).toHaveLength(2);
    for (const { detail } of lines) expect(detail).not.toContain(second.cipherPassword);
  });

  it("is not made for a website of another merchant", async () => {
    const [own, other] = [await makeShop(), await makeShop()];
    const done = await issueComputopCredential(actorOf(own), { websiteId: other.websiteId });
    expect(done).toEqual({ ok: false, error: "not_found" });
  });
});
