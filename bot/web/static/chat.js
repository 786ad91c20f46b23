// The chat page: joins composer, answers, past conversations and inbox.

import { ask, newKey, NoAnswer } from "./ask.js";
import { textOf } from "./citations.js";
import { Composer } from "./composer.js";
import { Drawer } from "./drawer.js";
import { element } from "./element.js";
import { watchInbox } from "./inbox.js";
import { availableStorage, Record } from "./record.js";
import { answerOf } from "./reply.js";
import { signedIn } from "./signed_in.js";

const welcome = document.getElementById("welcome");
const suggestions = document.getElementById("suggestions");
const exchanges = document.getElementById("exchanges");
const announcer = document.getElementById("announcer");
const personSelect = document.getElementById("person");
const board = document.getElementById("board-link");
const managing = document.getElementById("console-link");

const record = new Record(availableStorage("localStorage"));
const ALERT = "督办提醒";
const FRESH_MS = 12 * 3600 * 1000;
let conversation = null;
let isBusy = false;

const visit = availableStorage("sessionStorage");
const PLACE = "policy-chat-place";

const composer = new Composer((text) => send(text));
const drawer = new Drawer({ onOpen: open, onForget: forget });

/** Ask `text`; false when it was not taken, because it is empty or an answer is awaited. */
function send(text) {
  if (!text || isBusy) return false;
  conversation ??= record.start();
  const key = newKey();
  record.add(conversation, { kind: "question", text, key, at: Date.now() });
  answer({ text, key, exchange: showExchange(text), within: conversation });
  showPast();
  return true;
}

async function answer(message) {
  const { text, key, exchange, within } = message;
  setBusy(true);
  const awaited = element("div", { class: "answer" }, element("p", { class: "waiting" }, "正在查找…"));
  exchange.append(awaited);
  announcer.textContent = "正在查找";
  scrollToStart(exchange);
  try {
    const user = record.person;
    const reply = await ask({ text, key, user, conversation: within.id }, (textSoFar) => {
      awaited.className = "answer streaming";
      awaited.replaceChildren(textOf(textSoFar));
    });
    within.id = reply.conversation;
    const at = new Date();
    const entry = { kind: "answer", key, reply, at: at.getTime() };
    record.add(within, entry);
    awaited.replaceWith(showableAnswer(entry));
    announcer.textContent = `答复：${reply.text}`;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    awaited.replaceWith(trouble(error, message));
  } finally {
    setBusy(false);
  }
}

function trouble(error, message) {
  const node = element(
    "div",
    { class: "answer" },
    element("p", { class: "trouble", role: "alert" }, error.message),
    error.isRefusal
      ? null
      : element(
          "button",
          {
            type: "button",
            class: "retry",
            onClick: () => {
              if (isBusy) return;
              node.remove();
              answer(message);
            },
          },
          "重试",
        ),
  );
  if (error.isRefusal) composer.giveBack(message.text);
  return node;
}

function showable(reply, at, tag, feedback) {
  return answerOf(withWaysOn(reply), { at, onChoice: send, announcer, tag, feedback });
}

/** An answer, with the question whether it was useful. */
function showableAnswer(entry) {
  const { key, reply, at, opinion } = entry;
  return showable(reply, new Date(at), undefined, {
    about: { conversation: reply.conversation, messageId: key, user: record.person },
    opinion,
    onKept: (given) => record.judge(entry, given),
  });
}

/** A refusal leaves nobody at a dead end: without choices of its own it offers the first ones. */
function withWaysOn(reply) {
  if (reply.outcome !== "refused" || reply.choices.length) return reply;
  const buttons = [...suggestions.querySelectorAll("[data-send]")].slice(0, 3);
  return {
    ...reply,
    choices: buttons.map(({ dataset }) => ({ label: dataset.send, send: dataset.send })),
  };
}

function showExchange(text) {
  welcome.hidden = true;
  exchanges.querySelector(".exchange-newest")?.classList.remove("exchange-newest");
  const exchange = element(
    "li",
    { class: "exchange exchange-newest" },
    text === null ? null : element("p", { class: "question" }, text),
  );
  exchanges.append(exchange);
  return exchange;
}

function scrollToStart(exchange) {
  // The reader starts at the question, whatever the length of the answer.
  exchange.scrollIntoView({ block: "start" });
}

function setBusy(busy) {
  isBusy = busy;
  composer.isBusy = busy;
}

/** Show a past conversation; null shows the start. */
function open(past) {
  conversation = past;
  exchanges.replaceChildren();
  welcome.hidden = Boolean(past?.entries.length);
  const answered = new Map(
    past?.entries.filter(({ kind }) => kind === "answer").map((entry) => [entry.key, entry]),
  );
  past?.entries.forEach((entry) => showEntry(entry, past, answered.get(entry.key)));
  showPast();
  exchanges.lastElementChild?.scrollIntoView({ block: "start" });
}

function showEntry({ kind, text, key, reply, at }, within, answerEntry) {
  if (kind === "alert") showExchange(null).append(showable(reply, new Date(at), ALERT));
  if (kind !== "question") return;
  const exchange = showExchange(text);
  // Without an answer the page was closed, or the network failed, before it came.
  exchange.append(
    answerEntry
      ? showableAnswer(answerEntry)
      : trouble(new NoAnswer("这条消息还没有收到答复。"), { text, key, exchange, within }),
  );
}

function showPast() {
  drawer.show(record.conversations, conversation);
}

function forget() {
  record.forget();
  drawer.close();
  open(null);
}

/** The conversation to go on with: the latest, unless it is from another day. */
function freshConversation() {
  const [latest] = record.conversations;
  const last = latest?.entries.at(-1);
  return last && Date.now() - last.at < FRESH_MS ? latest : null;
}

async function becomePerson(person) {
  record.person = person;
  board.href = person && personSelect ? `/board?${new URLSearchParams({ user: person })}` : "/board";
  if (managing) {
    managing.hidden = !personSelect?.selectedOptions[0]?.hasAttribute("data-console");
    managing.href = `/console?${new URLSearchParams({ user: person })}`;
  }
  open(freshConversation());
  await Promise.all([showSuggestions(person), lookIntoInbox()]);
}

async function showSuggestions(person) {
  const query = person ? `?${new URLSearchParams({ user: person })}` : "";
  const response = await fetch(`/api/suggestions${query}`).catch(() => null);
  if (!response?.ok) return;
  const questions = await response.json();
  suggestions.replaceChildren(
    ...questions.map((text) =>
      element(
        "li",
        {},
        element("button", { type: "button", class: "suggestion", "data-send": text }, text),
      ),
    ),
  );
}

const lookIntoInbox = watchInbox({
  // While an answer is coming nothing may be put below its question.
  user: () => (isBusy ? "" : record.person),
  seen: () => record.seen,
  onMessages: (messages) => {
    conversation ??= freshConversation() ?? record.start();
    for (const { number, sent_at: sentAt, reply } of messages) {
      const at = new Date(sentAt);
      record.add(conversation, { kind: "alert", reply, at: at.getTime() });
      record.seen = number;
      showExchange(null).append(showable(reply, at, ALERT));
    }
    announcer.textContent = `收到 ${messages.length} 条督办提醒`;
    showPast();
  },
});

/** Coming back from a clause, the reader is where he left. */
function keepPlace() {
  const place = visit.getItem(PLACE);
  window.history.scrollRestoration = "manual";
  window.addEventListener("pagehide", () => visit.setItem(PLACE, String(window.scrollY)));
  if (place !== null && conversation) {
    window.scrollTo({ top: Number(place), behavior: "instant" });
  }
}

suggestions.addEventListener("click", (event) => {
  const button = event.target.closest("[data-send]");
  if (button) send(button.dataset.send);
});
document.getElementById("new-conversation").addEventListener("click", () => {
  open(null);
  composer.focus();
});
if (personSelect) {
  const known = [...personSelect.options].some((option) => option.value === record.person);
  if (!known) record.person = "";
  personSelect.value = record.person;
  personSelect.addEventListener("change", () => becomePerson(personSelect.value));
} else {
  record.person = signedIn;
}
becomePerson(record.person);
keepPlace();
