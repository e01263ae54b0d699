"use server";

import { AuthError, CredentialsSignin } from "next-auth";
import { signIn } from "@/app/api/auth/[...nextauth]/auth";

export type SignInState = {
  readonly refused: "wrong_credentials" | "too_many_tries" | null;
  readonly email: string;
};

const textOf = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Unknown person and wrong password get the same answer. */
export async function enter(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, "email");
  try {
    await signIn("credentials", { email, password: textOf(form, "password"), redirectTo: "/" });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const throttled = error instanceof CredentialsSignin && error.code === "too_many_tries";
    return { refused: throttled ? "too_many_tries" : "wrong_credentials", email };
  }
  return { refused: null, email };
}
