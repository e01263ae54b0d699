import { subCodeOf, type DataRequestCode } from "@/lib/features/data-requests/model";
import { descriptionOf, type BuckarooStatus } from "@/lib/wire/buckaroo/codes";

/** As the push about the same step says it. A plain success has the usual sub code. */
export function statusOf(code: DataRequestCode, text: string | null, at: Date): BuckarooStatus {
  if (code === 190 && text === null) return { code, sub: null, at };
  return { code, sub: { code: subCodeOf(code), description: text ?? descriptionOf(code) }, at };
}
