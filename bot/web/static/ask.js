// Sends a message and reads the answer as it comes.
// EventSource cannot POST, so the stream of server-sent events is parsed here.

import { changeHeaders } from "./signed_in.js";

const PATIENCE_MS = 60000;

/**
 * Why there is no answer. `isRefusal`: the message itself must be changed first;
 * `isSignedOut`: whoever asks must sign in again first.
 */
export class NoAnswer extends Error {
  constructor(message, { isRefusal = false, isSignedOut = false } = {}) {
    super(message);
    this.isRefusal = isRefusal;
    this.isSignedOut = isSignedOut;
  }
}

/** Splits a stream of text into events; feed it whatever arrived. */
export class EventParser {
  #rest = "";

  /** @returns {Array<{name: string, data: object}>} the events completed by `text` */
  push(text) {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop();
    return blocks.map(parseBlock).filter((event) => event.data !== null);
  }
}

function parseBlock(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).trim());
  }
  return { name, data: data.length ? JSON.parse(data.join("\n")) : null };
}

/** A key that stays with a message however often it is sent. */
export function newKey() {
  // crypto.randomUUID is missing on plain HTTP, which intranets still use.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {{text: string, conversation: string|null, user: string, key: string}} message
 * @param {(textSoFar: string) => void} onText called as the answer grows
 * @returns {Promise<object>} the whole reply
 * @throws {NoAnswer}
 */
export async function ask(message, onText) {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await post(message, patience.signal);
    if (!response.ok) throw refusalOf(response.status, await response.json().catch(() => ({})));
    return await readReply(response, onText);
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(
      patience.signal.aborted
        ? "等了一分钟还没有答复，可能是数据来源较慢。"
        : "没有连上服务，请检查网络。",
    );
  } finally {
    window.clearTimeout(timer);
  }
}

function post({ text, conversation, user, key }, signal) {
  const body = { text };
  if (conversation) body.conversation = conversation;
  if (user) body.user = user;
  return fetch("/api/chat", {
    method: "POST",
    headers: {
      ...changeHeaders(),
      Accept: "text/event-stream",
      "Idempotency-Key": key,
    },
    body: JSON.stringify(body),
    signal,
  });
}

/** Why a message was not taken: HTTP's status, and what the server says of it. */
export function refusalOf(status, body) {
  const isSignedOut = status === 401;
  const isRefusal = [400, 403, 413, 415, 422].includes(status);
  const detail = typeof body.detail === "string" ? body.detail : "服务暂时不可用，请稍后重试。";
  return new NoAnswer(detail, { isRefusal, isSignedOut });
}

async function readReply(response, onText) {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new NoAnswer("答复中途断开，没有收全。");
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      if (event.name === "reply") return event.data;
      if (event.name === "delta") {
        text += event.data.text;
        onText(text);
      }
    }
  }
}
