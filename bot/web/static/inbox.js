// What was pushed to the person: alerts about tasks. Counts what is new; shows all on demand.

import { changeHeaders } from "./signed_in.js";

const INTERVAL_MS = 15000;

export class Inbox {
  #newest = 0;
  #unread = 0;
  #isLooking = false;
  #person = "";

  /**
   * @param {{person: () => string, seen: () => number, onCount: (unread: number) => void}} context
   */
  constructor({ person, seen, onCount }) {
    this.person = person;
    this.seen = seen;
    this.onCount = onCount;
    window.setInterval(() => this.look(), INTERVAL_MS);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** The number of the newest message known. */
  get newest() {
    return this.#newest;
  }

  /** Look now for what is new. */
  async look() {
    const person = this.person();
    if (person !== this.#person) this.#begin(person);
    if (!person || this.#isLooking || document.hidden) return;
    this.#isLooking = true;
    try {
      const messages = await fetched(person, { after: String(this.#newest) });
      if (messages.length && this.person() === person) this.#count(messages);
    } finally {
      this.#isLooking = false;
    }
  }

  /** @returns {Promise<object[]|null>} the newest messages, newest first; null without the server */
  async open() {
    const person = this.person();
    const messages = await fetched(person, { latest: "true" }, null);
    if (messages === null || this.person() !== person) return null;
    this.#newest = Math.max(this.#newest, ...messages.map(({ number }) => number));
    this.#unread = 0;
    this.onCount(0);
    return messages;
  }

  #begin(person) {
    this.#person = person;
    this.#newest = this.seen();
    this.#unread = 0;
    this.onCount(0);
  }

  #count(messages) {
    this.#unread += messages.length;
    this.#newest = messages[messages.length - 1].number;
    this.onCount(this.#unread);
  }
}

async function fetched(user, choice, otherwise = []) {
  const query = new URLSearchParams({ user, ...choice });
  try {
    const response = await fetch(`/api/inbox?${query}`, { headers: changeHeaders() });
    return response.ok ? await response.json() : otherwise;
  } catch {
    // The next look may find the network again.
    return otherwise;
  }
}
