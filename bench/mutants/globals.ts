// What a test file finds as "@jest/globals" in a warm worker: the same functions, without a jest around them.
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from "jest-circus";
export { jestExpect as expect } from "@jest/expect";
