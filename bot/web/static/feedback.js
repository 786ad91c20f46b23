// Was the answer useful? One opinion per answer; pressing the other button changes it.

import { element } from "./element.js";
import { changeHeaders } from "./signed_in.js";

const VERDICTS = { useful: "有用", useless: "没用" };
const REASONS = ["答非所问", "内容有误", "不够具体", "看不懂"];

/**
 * @param {{about: {conversation: string, messageId: string, user: string}, opinion?: object,
 *   onKept: (opinion: {verdict: string, reason: string}) => void, announcer: Element}} context
 *   `opinion` is what was said before
 */
export function feedbackOf({ about, opinion, onKept, announcer }) {
  const buttons = Object.entries(VERDICTS).map(([verdict, label]) =>
    element(
      "button",
      {
        type: "button",
        class: "quiet-button verdict",
        "aria-pressed": String(opinion?.verdict === verdict),
        onClick: () => give(verdict, ""),
      },
      label,
    ),
  );
  const reasons = element(
    "div",
    { class: "reasons", role: "group", "aria-label": "哪里不好", hidden: true },
    element("span", {}, "哪里不好？"),
    ...REASONS.map((reason) =>
      element(
        "button",
        { type: "button", class: "reason", onClick: () => give("useless", reason) },
        reason,
      ),
    ),
  );
  const said = element("p", { class: "feedback-said", hidden: true });

  async function give(verdict, reason) {
    const isKept = await post({ ...about, verdict, reason });
    say(isKept ? "谢谢，已记下。" : "没有记下，请稍后再试。");
    if (!isKept) return;
    onKept({ verdict, reason });
    buttons.forEach((button, index) =>
      button.setAttribute("aria-pressed", String(Object.keys(VERDICTS)[index] === verdict)),
    );
    reasons.hidden = verdict !== "useless" || reason !== "";
  }

  function say(text) {
    said.textContent = text;
    said.hidden = false;
    announcer.textContent = text;
  }

  return { buttons, more: [reasons, said] };
}

async function post({ conversation, messageId, user, verdict, reason }) {
  const body = { conversation, message_id: messageId, verdict, reason };
  if (user) body.user = user;
  const response = await fetch("/api/feedback", {
    method: "POST",
    headers: changeHeaders(),
    body: JSON.stringify(body),
  }).catch(() => null);
  return response?.ok ?? false;
}
