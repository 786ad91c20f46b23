// The conversations this page knows. A guest's are kept on this device; a person's come from the
// server and are never left behind on a device that others may use.
// Storage may be refused (private mode, some in-app browsers) or full: then less is kept.

const KEY = "policy-chat-2";
const KEPT_CONVERSATIONS = 20;
const GUEST = "";

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
    const now = Date.now();
    const conversation = { id: null, startedAt: now, lastAt: now, entries: [] };
    this.conversations.unshift(conversation);
    if (this.person === GUEST) {
      this.conversations.length = Math.min(this.conversations.length, KEPT_CONVERSATIONS);
    }
    return conversation;
  }

  /** Take in what the server knows; what this page has shown already stays as it is. */
  learn(conversations) {
    const own = this.#own();
    const known = new Set(own.conversations.map(({ id }) => id));
    own.conversations.push(...conversations.filter(({ id }) => !known.has(id)));
    own.conversations.sort((one, other) => other.lastAt - one.lastAt);
  }

  /** @param {{kind: "question"|"answer", at: number, key: string, text?: string, reply?: object}} entry */
  add(conversation, entry) {
    conversation.entries.push(entry);
    conversation.lastAt = entry.at;
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
      if (kept && typeof kept.people === "object") return withoutPersonal(kept);
    } catch {
      // Unreadable or refused: begin afresh.
    }
    return { person: GUEST, people: {} };
  }

  #write() {
    for (;;) {
      try {
        this.storage.setItem(KEY, JSON.stringify(withoutPersonal(this.#kept)));
        return;
      } catch {
        if (!this.#dropOldest()) return;
      }
    }
  }

  /** Make room; the guest's newest conversation stays. */
  #dropOldest() {
    const conversations = this.#kept.people[GUEST]?.conversations ?? [];
    if (conversations.length < 2) return false;
    conversations.pop();
    return true;
  }
}

function withoutPersonal({ person, people }) {
  const stripped = Object.entries(people).map(([id, { seen, conversations }]) => [
    id,
    { seen, conversations: id === GUEST ? conversations : [] },
  ]);
  return { person, people: Object.fromEntries(stripped) };
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
