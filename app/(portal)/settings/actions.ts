"use server";

import {
  InvitationInput,
  inviteColleague,
  InviteInput,
  resendInvitation,
  withdrawInvitation,
} from "@/lib/features/people/commands/invitations";
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

export const invite = action({
  permission: "people:manage",
  input: InviteInput,
  run: inviteColleague,
  refresh: "/settings/people",
});

export const inviteAgain = action({
  permission: "people:manage",
  input: InvitationInput,
  run: resendInvitation,
  refresh: "/settings/people",
});

export const withdraw = action({
  permission: "people:manage",
  input: InvitationInput,
  run: withdrawInvitation,
  refresh: "/settings/people",
});
