import type { NewDataRequest, Work } from "@/lib/features/data-requests/commands/create-data-request";
import { refusedFor, type Outcome, type Wanted } from "@/lib/features/data-requests/model";

/** The work of each action of a service. */
export type Works = Readonly<Record<string, Work>>;

const wantedOf = ({ service, action }: Pick<NewDataRequest, "service" | "action">): Wanted =>
  ({ service, action }) as Wanted;

/** 491 that names the parameter which is well formed and cannot be so. */
export const refuse = (wish: NewDataRequest, name: string, message: string): Outcome =>
  refusedFor(wantedOf(wish), name, message);
