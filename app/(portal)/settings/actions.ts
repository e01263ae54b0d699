"use server";

import {
  changeRole,
  ChangeRoleInput,
  removeColleague,
  RemoveColleagueInput,
} from "@/lib/features/people/commands/profile";
import { endOwnSession, EndSessionInput } from "@/lib/features/people/commands/sessions";
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
