"use server";

import {
  IssueCredentialInput,
  issueComputopCredential,
} from "@/lib/features/websites/commands/computop-credential";
import { action } from "@/lib/web/action";

export const issueCredential = action({
  permission: "settings:manage",
  input: IssueCredentialInput,
  run: issueComputopCredential,
  refresh: "/settings/websites",
});
