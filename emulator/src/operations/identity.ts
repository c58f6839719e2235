import { type Operation, operation } from "./operation";

/** The call of the Security Token Service that says whose credentials a request is signed with. */
export const identity: readonly Operation[] = [
  operation("GetCallerIdentity", ({ accountId }) => ({
    IdentityType: "Account",
    AccountId: accountId,
    PrincipalId: accountId,
    UserId: accountId,
    Arn: `acs:ram::${accountId}:root`,
  })),
];
