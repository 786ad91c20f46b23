// The reminders pushed to a person, newest first; each with its buttons, and what came of them
// right below it.

import { element } from "./element.js";
import { Inbox } from "./inbox.js";
import { answerOf } from "./reply.js";

const TAG = "督办提醒";

export class Alerts {
  #list = document.getElementById("exchanges");
  #banner = document.getElementById("alerts-banner");
  #said = document.getElementById("alerts-said");
  #inbox;

  /**
   * @param {{record: object, drawer: object, announcer: Element, isBusy: () => boolean,
   *   onOpen: () => void, onChoice: (text: string, below: Element) => void}} context
   */
  constructor(context) {
    this.context = context;
    const { record, isBusy } = context;
    this.#inbox = new Inbox({
      // While an answer is coming its question stays what is talked about.
      person: () => (isBusy() ? "" : record.person),
      seen: () => record.seen,
      onCount: (unread) => this.#tell(unread),
    });
    document.getElementById("show-alerts").addEventListener("click", context.onOpen);
  }

  look() {
    return this.#inbox.look();
  }

  /** Show them in place of a conversation. */
  async show() {
    const { record, announcer } = this.context;
    const messages = await this.#inbox.open();
    if (messages === null) {
      this.#list.replaceChildren(nothing("暂时取不到提醒，请稍后再试。"));
      return;
    }
    record.seen = Math.max(record.seen, this.#inbox.newest);
    this.#list.replaceChildren(...messages.map((message) => this.#item(message)));
    if (!messages.length) this.#list.replaceChildren(nothing("还没有提醒。"));
    announcer.textContent = `共 ${messages.length} 条督办提醒`;
    window.scrollTo({ top: 0 });
  }

  /** Something was said: what it did may have left buttons of what is shown without a use. */
  async refresh() {
    if (!this.#list.querySelector("[data-alert]")) return;
    const messages = (await this.#inbox.open()) ?? [];
    for (const message of messages) {
      const item = this.#list.querySelector(`[data-alert="${message.number}"]`);
      const stale = item?.querySelector(".answer-alert");
      if (stale) this.#replace(stale, this.#shown(message, item));
    }
  }

  #replace(stale, fresh) {
    // Whoever has just pressed one of its buttons goes on from there.
    const hadFocus = stale.contains(document.activeElement);
    stale.replaceWith(fresh);
    if (!hadFocus) return;
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
  }

  #item(message) {
    const item = element("li", { class: "exchange", "data-alert": String(message.number) });
    item.append(this.#shown(message, item));
    return item;
  }

  #shown({ sent_at: sentAt, reply, used }, item) {
    const { onChoice, announcer } = this.context;
    return answerOf(reply, {
      at: new Date(sentAt),
      onChoice: (text) => onChoice(text, item),
      announcer,
      tag: TAG,
      isDated: true,
      used,
    });
  }

  #tell(unread) {
    this.context.drawer.showUnread(unread);
    this.#banner.hidden = unread === 0;
    this.#said.textContent = unread ? `您有 ${unread} 条新的督办提醒` : "";
  }
}

function nothing(text) {
  return element("li", { class: "exchange-none" }, text);
}
