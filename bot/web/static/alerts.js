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

  #item({ sent_at: sentAt, reply }) {
    const { onChoice, announcer } = this.context;
    const item = element("li", { class: "exchange" });
    const context = { at: new Date(sentAt), onChoice: (text) => onChoice(text, item), announcer };
    item.append(answerOf(reply, { ...context, tag: TAG, isDated: true }));
    return item;
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
