import { endSession } from "@/lib/features/people/commands/sessions";
import { signInWithPassword } from "@/lib/features/people/commands/sign-in";
import { makeAuth } from "@/lib/web/auth";

export const { handlers, signIn, signOut } = makeAuth({ signIn: signInWithPassword, endSession });
