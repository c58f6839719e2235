import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("recordings", { policies: [...policies], enforcementLevel: "mandatory" });
