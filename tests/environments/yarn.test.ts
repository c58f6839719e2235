import { testEnvironmentsOf } from "./lifeOfARow";

testEnvironmentsOf("yarn");
