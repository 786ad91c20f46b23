// The column of past conversations: always there on a desk, a drawer on a phone.

import { element } from "./element.js";

export class Drawer {
  #drawer = document.getElementById("drawer");
  #backdrop = document.getElementById("backdrop");
  #opener = document.getElementById("open-drawer");
  #closer = document.getElementById("close-drawer");
  #past = document.getElementById("past");
  #none = document.getElementById("past-none");
  #forget = document.getElementById("forget");
  #kept = document.getElementById("kept-where");
  #alerts = document.getElementById("open-alerts");
  #isWide = window.matchMedia("(min-width: 1024px)");

  /**
   * @param {{onOpen: (conversation: object) => void, onForget: () => void,
   *   onAlerts: () => void}} actions
   */
  constructor({ onOpen, onForget, onAlerts }) {
    this.onOpen = onOpen;
    this.#opener.addEventListener("click", () => this.open());
    this.#closer.addEventListener("click", () => this.close());
    this.#backdrop.addEventListener("click", () => this.close());
    this.#alerts.addEventListener("click", () => {
      this.close();
      onAlerts();
    });
    this.#drawer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Tab") this.#keepFocus(event);
    });
    this.#forget.addEventListener("click", () => {
      if (window.confirm("清空您的全部对话记录？清空后不能恢复。")) onForget();
    });
  }

  open() {
    this.#drawer.classList.add("is-open");
    this.#backdrop.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#closer.focus();
  }

  close() {
    if (!this.#drawer.classList.contains("is-open")) return;
    this.#drawer.classList.remove("is-open");
    this.#backdrop.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    this.#opener.focus();
  }

  /** @param {{conversations: object[], current: object|null, isPerson: boolean, note: string}} shown */
  show({ conversations, current, isPerson, note }) {
    const told = conversations.filter(({ title, entries }) => title || entries?.length);
    this.#past.replaceChildren(...told.map((one) => this.#item(one, one === current)));
    this.#none.hidden = told.length > 0 && !note;
    this.#none.textContent = note || "还没有对话。";
    this.#forget.hidden = told.length === 0;
    this.#alerts.hidden = !isPerson;
    this.#kept.textContent = isPerson ? "记录随您的账号保存，换一台设备也能看到。" : "记录只保存在这台设备上。";
  }

  /** Say how many alerts are unread, in the drawer and on the button that opens it. */
  showUnread(count) {
    const shown = count > 99 ? "99+" : String(count);
    for (const badge of document.querySelectorAll(".unread")) {
      badge.hidden = count === 0;
      badge.textContent = shown;
    }
    this.#opener.setAttribute("aria-label", count ? `对话记录，${count} 条新提醒` : "对话记录");
  }

  /** Open over the page, the drawer keeps the focus inside. */
  #keepFocus(event) {
    if (this.#isWide.matches) return;
    const controls = [...this.#drawer.querySelectorAll("button:not([hidden])")];
    const edge = event.shiftKey ? controls[0] : controls[controls.length - 1];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? controls[controls.length - 1] : controls[0]).focus();
  }

  #item(conversation, isCurrent) {
    const first = conversation.entries?.find(({ kind }) => kind === "question");
    const time = new Date(conversation.lastAt).toLocaleString("zh-CN", {
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          "aria-current": isCurrent ? "true" : undefined,
          onClick: () => {
            this.close();
            this.onOpen(conversation);
          },
        },
        element("span", { class: "past-title" }, conversation.title ?? first.text),
        element("span", { class: "past-time" }, time),
      ),
    );
  }
}
