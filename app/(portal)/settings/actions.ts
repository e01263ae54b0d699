"use server";

import {
  changeRole,
  ChangeRoleInput,
  removeColleague,
  RemoveColleagueInput,
} from "@/lib/features/people/commands/profile";
import { endOwnSession, EndSessionInput } from "@/lib/features/people/commands/sessions";
import {
  PushAddressInput,
  RevealSecretInput,
  revealPushSecret,
  savePushAddress,
} from "@/lib/features/websites/commands/push-settings";
import { action } from "@/lib/web/action";

export const endSession = action({
  permission: null,
  input: EndSessionInput,
  run: endOwnSession,
  refresh: "/settings/sessions",
});

export const giveRole = action({
  permission: "people:manage",
  input: ChangeRoleInput,
  run: changeRole,
  refresh: "/settings/people",
});

export const removePerson = action({
  permission: "people:manage",
  input: RemoveColleagueInput,
  run: removeColleague,
  refresh: "/settings/people",
});

export const savePush = action({
  permission: "settings:manage",
  input: PushAddressInput,
  run: savePushAddress,
  refresh: "/settings/websites",
});

export const revealSecret = action({
  permission: "secrets:reveal",
  input: RevealSecretInput,
  run: revealPushSecret,
  refresh: "/settings/websites",
});
