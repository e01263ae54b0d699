import { redirect } from "next/navigation";
import { startAddress } from "@/app/(portal)/views/start";
import { requireSession } from "@/lib/web/session";

export default async function Start(): Promise<never> {
  redirect(await startAddress(await requireSession()));
}
