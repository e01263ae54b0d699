import { movePushAddresses } from "./database";
import { changeState, readState, type Demo } from "./state";

type Place = { readonly dataDir: string; readonly shopUrl: string; readonly ownerUrl: string };

async function tellShopItsSecrets(shopUrl: string, demo: Demo): Promise<void> {
  for (const { pushUrl, pushSecret } of demo.websites) {
    const reference = new URL(pushUrl).pathname.split("/").at(-1) ?? "";
    await fetch(`${shopUrl}/websites/${reference}`, {
      method: "PUT",
      body: JSON.stringify({ secret: pushSecret }),
    });
  }
}

/** The demo's websites push to where the sandbox's shop is now, and it knows their secrets. */
export async function openShop({ dataDir, shopUrl, ownerUrl }: Place): Promise<Demo | null> {
  const { demo } = await readState(dataDir);
  if (demo === null) return null;
  const before = new URL(demo.websites[0]?.pushUrl ?? shopUrl).origin;
  const websites = demo.websites.map((website) => ({
    ...website,
    pushUrl: website.pushUrl.replace(before, shopUrl),
  }));
  if (before !== shopUrl) await movePushAddresses(ownerUrl, before, shopUrl);
  const moved = { ...demo, websites };
  await changeState(dataDir, { demo: moved });
  await tellShopItsSecrets(shopUrl, moved);
  return moved;
}
