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

  /** @param {{onOpen: (conversation: object) => void, onForget: () => void}} actions */
  constructor({ onOpen, onForget }) {
    this.onOpen = onOpen;
    this.#opener.addEventListener("click", () => this.open());
    this.#closer.addEventListener("click", () => this.close());
    this.#backdrop.addEventListener("click", () => this.close());
    this.#drawer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.#forget.addEventListener("click", () => {
      if (window.confirm("清空这台设备上的全部对话记录？清空后不能恢复。")) onForget();
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

  show(conversations, current) {
    const told = conversations.filter((conversation) => conversation.entries.length);
    this.#past.replaceChildren(...told.map((one) => this.#item(one, one === current)));
    this.#none.hidden = told.length > 0;
    this.#forget.hidden = told.length === 0;
  }

  #item(conversation, isCurrent) {
    const first = conversation.entries.find((entry) => entry.kind === "question");
    const time = new Date(conversation.startedAt).toLocaleString("zh-CN", {
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
        element("span", { class: "past-title" }, first ? first.text : "督办提醒"),
        element("span", { class: "past-time" }, time),
      ),
    );
  }
}
