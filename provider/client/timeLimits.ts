/**
 * How long an answer is waited for. The client libraries' own 3 seconds are too short between continents. Their time
 * limit for connecting ends every wait on an open connection too, so that a shorter one would cut answers off.
 */
export const READ_TIMEOUT_MILLISECONDS = 20_000;
