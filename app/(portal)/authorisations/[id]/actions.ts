"use server";

import { CaptureInput, ReverseInput, StopInput } from "@/app/(portal)/authorisations/[id]/act-inputs";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { reverseLast } from "@/lib/features/authorisations/commands/reverse-last";
import { stopRenewal } from "@/lib/features/authorisations/commands/stop-renewal";
import { chainActPermissions } from "@/lib/features/chain-acts/model";
import { action, timed } from "@/lib/web/action";

const refresh = "/authorisations";

export const capture = action({
  permission: chainActPermissions.capture,
  input: CaptureInput,
  run: timed(captureChain),
  refresh,
});

export const stop = action({
  permission: chainActPermissions.stop,
  input: StopInput,
  run: timed(stopRenewal),
  refresh,
});

export const reverse = action({
  permission: chainActPermissions.reverse,
  input: ReverseInput,
  run: timed(reverseLast),
  refresh,
});
