import { testEnvironmentsOf } from "./lifeOfARow";

testEnvironmentsOf("pnpm");
