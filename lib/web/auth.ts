import "server-only";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import type { Result } from "@/lib/kernel/result";
import { env } from "@/lib/platform/env";
import { sessionCookie } from "@/lib/web/session";

type SignInRefusal = "wrong_credentials" | "too_many_tries";

type SignIn = (input: {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
}) => Promise<Result<{ readonly userId: string; readonly sessionId: string }, SignInRefusal>>;

class Refused extends CredentialsSignin {
  constructor(reason: SignInRefusal) {
    super();
    this.code = reason;
  }
}

const Typed = z.object({ email: z.string().max(320), password: z.string().max(1024) });
const sessionSeconds = 7 * 24 * 3600;

/** next-auth with e-mail and password. The token only carries the id of a session row that can be ended at once. */
export function makeAuth(run: {
  readonly signIn: SignIn;
  readonly endSession: (sessionId: string) => Promise<void>;
}) {
  return NextAuth(() => ({
    secret: env().authSecret,
    trustHost: true,
    useSecureCookies: env().secureCookies,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: sessionSeconds },
    cookies: { sessionToken: { name: sessionCookie() } },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(typed, request) {
          const input = Typed.safeParse(typed);
          if (!input.success) throw new Refused("wrong_credentials");
          const signedIn = await run.signIn({
            ...input.data,
            address:
              request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? "unknown",
            userAgent: request.headers.get("user-agent")?.slice(0, 300) ?? "",
          });
          if (!signedIn.ok) throw new Refused(signedIn.error);
          return { id: signedIn.value.userId, sessionId: signedIn.value.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        const signedIn = user as typeof user | undefined; // there only right after signing in
        return signedIn !== undefined && "sessionId" in signedIn ? { sid: signedIn.sessionId } : token;
      },
    },
    events: {
      async signOut(message) {
        const sid = "token" in message ? message.token?.["sid"] : undefined;
        if (typeof sid === "string") await run.endSession(sid);
      },
    },
    logger: { error: () => undefined },
  }));
}
