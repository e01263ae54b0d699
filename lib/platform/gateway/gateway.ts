import { env } from "@/lib/platform/env";
import type { GatewayPort } from "@/lib/platform/gateway/port";
import { sandboxAcquirer } from "@/lib/platform/gateway/sandbox-acquirer";

let known: GatewayPort | null = null;

/** The gateway of this installation. The next acquirer is chosen here. */
export const gateway = (): GatewayPort =>
  (known ??= sandboxAcquirer({ url: env().gatewayUrl, timeoutMs: env().gatewayTimeoutMs }));
