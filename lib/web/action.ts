import "server-only";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Actor, Permission } from "@/lib/kernel/access";
import { ok, type Result } from "@/lib/kernel/result";
import { requestTime } from "@/lib/web/request-time";
import { currentActor } from "@/lib/web/session";

type Outcome = Result<unknown, string>;
export type Refusal<R extends Outcome> = Extract<R, { readonly ok: false }>["error"];
export type Done<R extends Outcome> = Extract<R, { readonly ok: true }>["value"];

export type ActionState<Reason extends string = string, Value = unknown> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: Value }
  | { readonly status: "invalid"; readonly fields: Readonly<Record<string, readonly string[] | undefined>> }
  | { readonly status: "refused"; readonly reason: Reason | "forbidden" };

/** A form's server action: actor, permission, parse, run, refresh, always in this order. */
export const action =
  <S extends z.ZodType, R extends Outcome>(options: {
    readonly permission: Permission | null;
    readonly input: S;
    readonly run: (actor: Actor, input: z.output<S>) => Promise<R>;
    readonly refresh: string;
  }) =>
  async (
    _before: ActionState<Refusal<R>, Done<R>>,
    form: FormData,
  ): Promise<ActionState<Refusal<R>, Done<R>>> => {
    const actor = await currentActor();
    if (actor === null) return { status: "refused", reason: "forbidden" };
    if (options.permission !== null && !actor.may.has(options.permission)) {
      return { status: "refused", reason: "forbidden" };
    }
    const input = options.input.safeParse(Object.fromEntries(form));
    if (!input.success) {
      return { status: "invalid", fields: z.flattenError(input.error).fieldErrors };
    }
    const result = await options.run(actor, input.data);
    if (!result.ok) return { status: "refused", reason: result.error as Refusal<R> };

    revalidatePath(options.refresh, "layout");
    return { status: "done", value: result.value as Done<R> };
  };

/** The moment goes back with what was done, so that a dialog can say when. */
export const timed =
  <I, V extends object, E extends string>(run: (actor: Actor, input: I) => Promise<Result<V, E>>) =>
  async (actor: Actor, input: I): Promise<Result<V & { readonly at: Date }, E>> => {
    const result = await run(actor, input);
    return result.ok ? ok({ ...result.value, at: requestTime() }) : result;
  };
