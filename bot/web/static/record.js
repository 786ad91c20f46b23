// Keeps past conversations on this device, apart for each person.
// Storage may be refused (private mode, some in-app browsers) or full: then less is kept.

const KEY = "policy-chat-1";
const KEPT_CONVERSATIONS = 20;

export class Record {
  #kept;

  constructor(storage) {
    this.storage = storage;
    this.#kept = this.#read();
  }

  get person() {
    return this.#kept.person;
  }

  set person(person) {
    this.#kept.person = person;
    this.#write();
  }

  /** The person's conversations, newest first. */
  get conversations() {
    return this.#own().conversations;
  }

  /** The number of the last inbox message this person has seen. */
  get seen() {
    return this.#own().seen;
  }

  set seen(number) {
    this.#own().seen = number;
    this.#write();
  }

  /** Start a conversation. `id` is the server's and comes with the first answer. */
  start() {
    const conversation = { id: null, startedAt: Date.now(), entries: [] };
    this.#own().conversations.unshift(conversation);
    this.#own().conversations.length = Math.min(this.conversations.length, KEPT_CONVERSATIONS);
    return conversation;
  }

  /** @param {{kind: "question"|"answer"|"alert", at: number, text?: string, reply?: object}} entry */
  add(conversation, entry) {
    conversation.entries.push(entry);
    this.#write();
  }

  /** Keep what the reader thinks of an answer. */
  judge(entry, opinion) {
    entry.opinion = opinion;
    this.#write();
  }

  forget() {
    this.#own().conversations = [];
    this.#write();
  }

  #own() {
    this.#kept.people[this.person] ??= { seen: 0, conversations: [] };
    return this.#kept.people[this.person];
  }

  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(KEY));
      if (kept && typeof kept.people === "object") return kept;
    } catch {
      // Unreadable or refused: begin afresh.
    }
    return { person: "", people: {} };
  }

  #write() {
    for (;;) {
      try {
        this.storage.setItem(KEY, JSON.stringify(this.#kept));
        return;
      } catch {
        if (!this.#dropOldest()) return;
      }
    }
  }

  /** Make room; the newest conversation of each person stays. */
  #dropOldest() {
    const fullest = Object.values(this.#kept.people).sort(
      (one, other) => other.conversations.length - one.conversations.length,
    )[0];
    if (!fullest || fullest.conversations.length < 2) return false;
    fullest.conversations.pop();
    return true;
  }
}

/** Return the browser's storage of that name, or the page's memory where it is refused. */
export function availableStorage(name) {
  try {
    window[name].getItem(KEY);
    return window[name];
  } catch {
    const memory = new Map();
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => memory.set(key, value),
    };
  }
}
