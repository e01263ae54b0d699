import { describe, expect, it } from "vitest";
import { longestPassword, passwordProblem, shortestPassword } from "@/lib/kernel/password";

const about = ["eva.jansen@coffeeshop.example", "Eva Jansen"];
const problemOf = (password: string) => passwordProblem(password, about);

describe("a new password", () => {
  it.each([
    "correct horse",
    "three green kettles",
    "žluťoučký kůň pěl",
    "Kx7#mQ2vLp9w",
    "😀🐎🔋📎 🚲🌍🎈🧀🥨🪐🎻",
    "my jansen is not your jansen at all",
  ])("may be %s", (password) => {
    expect(problemOf(password)).toBeNull();
  });

  it("is at least twelve signs long, however they are stored", () => {
    expect(problemOf("k".repeat(shortestPassword - 1))).toBe("too_short");
    expect(problemOf("😀🐎🔋📎🚲🌍")).toBe("too_short");
    expect(problemOf("x y".repeat(longestPassword))).toBe("too_long");
  });

  it.each([
    "aaaaaaaaaaaaaaaa",
    "123456789012",
    "abcdefghijklmnop",
    "qwertyuiopasdf",
    "poiuytrewq0987",
    "Password1234!",
    "P@ssw0rd2026!!",
    "Welkom2026!!!!",
    "iloveyou123456",
    "passwordpassword",
  ])("is not one that is tried first: %s", (password) => {
    expect(problemOf(password)).toBe("too_simple");
  });

  it.each(["eva.jansen@coffeeshop.example", "Jansen-2026!!", "Coffeeshop26!", "counterfoil-1"])(
    "is not what others know of the person: %s",
    (password) => {
      expect(problemOf(password)).toBe("too_close");
    },
  );
});
