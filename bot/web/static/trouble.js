// Says why there is no answer, and offers the way on.

import { element } from "./element.js";

/**
 * @param {import("./ask.js").NoAnswer} error
 * @param {() => void} onRetry
 */
export function troubleOf(error, onRetry) {
  return element(
    "div",
    { class: "answer" },
    element("p", { class: "trouble", role: "alert" }, error.message),
    wayOn(error, onRetry),
  );
}

function wayOn({ isRefusal, isSignedOut }, onRetry) {
  if (isSignedOut) return element("a", { class: "retry", href: "/signin?next=/" }, "重新登录");
  if (isRefusal) return null;
  return element("button", { type: "button", class: "retry", onClick: onRetry }, "重试");
}
