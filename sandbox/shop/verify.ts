import { formatNames, openFormats } from "./formats";
import type { Push } from "./push";

type Call = Omit<Push, "text"> & { readonly body: string };

/** Whether a push comes from who knows the secret, in whichever format it is. */
export function isGenuine({ body, ...call }: Call, secret: string): boolean {
  const push = { ...call, text: body };
  const formats = openFormats();
  const name = formatNames.find((one) => formats[one].owns(push));
  return name !== undefined && formats[name].verify(secret, push);
}
