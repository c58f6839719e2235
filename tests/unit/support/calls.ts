import { Calls } from "../../../provider/client/calls";
import { Pace } from "../../../provider/client/pace";
import { systemClock } from "../../../provider/clock";
import { settingsWith } from "./testContext";

/** What makes the calls of one process, at the pace of the standard settings. @param said what users would be told */
export function standardCalls(said: string[] = []): Calls {
  return new Calls(systemClock, new Pace(systemClock, settingsWith().pace), (message) => said.push(message));
}
