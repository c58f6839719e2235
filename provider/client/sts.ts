/** The call to the Security Token Service (sts, 2015-04-01) that says whose credentials are used. */
export interface StsApi {
  getCallerIdentity(request: object): Promise<{ accountId?: string }>;
}
