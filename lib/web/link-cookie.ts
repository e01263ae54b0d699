import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/platform/env";

const shape = /^[\w-]{43}$/;
const lifeSeconds = 3600;

/**
 * A link's secret leaves the address at once (ASVS 14.2.1): the page behind it finds it in a cookie that no script reads
 * and no other page gets. Opening the link changes nothing, as mail scanners open links too.
 */
export function linkCookie(page: "/reset-password" | "/invitation") {
  const name = `link${page.replace("/", "-")}`;
  const secure = env().secureCookies;
  const cookie = { name, path: page, httpOnly: true, secure, sameSite: "lax" } as const;
  return {
    async exchange(token: string): Promise<Response> {
      // An address that is no link of ours replaces nothing but an old one.
      const value = shape.test(token) ? token : "unknown";
      (await cookies()).set({ ...cookie, value, maxAge: lifeSeconds });
      const headers = { location: page, "cache-control": "no-store", "referrer-policy": "no-referrer" };
      return new Response(null, { status: 303, headers });
    },
    read: async (): Promise<string> => (await cookies()).get(name)?.value ?? "",
    async forget(): Promise<void> {
      (await cookies()).set({ ...cookie, value: "", maxAge: 0 });
    },
  };
}
