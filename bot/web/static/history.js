// A person's conversations, kept by the server, so that they open on any of their devices.

import { changeHeaders } from "./signed_in.js";

/** Thrown when the server cannot be asked, or no longer knows who asks. */
export class HistoryUnavailable extends Error {}

/** @returns {Promise<object[]>} conversations whose `entries` are not loaded yet, newest first */
export async function conversationsOf(user) {
  const found = await ask("/api/conversations", user);
  return found.map(({ conversation, title, started_at: startedAt, last_at: lastAt }) => ({
    id: conversation,
    title,
    startedAt: Date.parse(startedAt),
    lastAt: Date.parse(lastAt),
    entries: null,
  }));
}

/** @returns {Promise<object[]>} the questions and answers of a conversation, oldest first */
export async function entriesOf(user, conversation) {
  const found = await ask(`/api/conversations/${encodeURIComponent(conversation)}`, user);
  return found.flatMap(({ message_id: key, question, reply, answered_at: answeredAt, opinion }) => {
    const at = Date.parse(answeredAt);
    return [
      { kind: "question", text: question, key, at },
      { kind: "answer", key, reply, at, opinion: opinion ?? undefined },
    ];
  });
}

export async function forgetAll(user) {
  await ask("/api/conversations", user, "DELETE");
}

async function ask(path, user, method = "GET") {
  const query = new URLSearchParams({ user });
  const response = await fetch(`${path}?${query}`, { method, headers: changeHeaders() }).catch(
    () => null,
  );
  if (!response?.ok) throw new HistoryUnavailable();
  return response.json();
}
