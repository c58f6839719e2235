import { testEnvironmentsOf } from "./lifeOfARow";

testEnvironmentsOf("npm");
