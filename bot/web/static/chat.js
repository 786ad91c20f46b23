// The chat page: joins composer, answers, past conversations and reminders.

import { Alerts } from "./alerts.js";
import { ask, newKey, NoAnswer } from "./ask.js";
import { textOf } from "./citations.js";
import { Composer } from "./composer.js";
import { Drawer } from "./drawer.js";
import { element } from "./element.js";
import { conversationsOf, entriesOf, forgetAll, HistoryUnavailable } from "./history.js";
import { availableStorage, Record } from "./record.js";
import { answerOf } from "./reply.js";
import { fileSent, sendFile } from "./send_file.js";
import { signedIn } from "./signed_in.js";
import { troubleOf } from "./trouble.js";

const welcome = document.getElementById("welcome");
const suggestions = document.getElementById("suggestions");
const exchanges = document.getElementById("exchanges");
const announcer = document.getElementById("announcer");
const personSelect = document.getElementById("person");
const board = document.getElementById("board-link");
const managing = document.getElementById("console-link");

const record = new Record(availableStorage("localStorage"));
const visit = availableStorage("sessionStorage");
const FRESH_MS = 12 * 3600 * 1000;
const SLOW_MS = 8000;
const PLACE = "policy-chat-place";
let conversation = null;
let isBusy = false;
let historyNote = "";
// What the reader has opened meanwhile must not give way to what loads late.
let opened = 0;

const composer = new Composer({ onSend: (text) => send(text), onFile: take, drafts: visit });
const drawer = new Drawer({ onOpen: open, onForget: forget, onAlerts: openAlerts });
const alerts = new Alerts({
  record,
  drawer,
  announcer,
  isBusy: () => isBusy,
  onOpen: openAlerts,
  onChoice: send,
});

/**
 * Ask `text`; false when it was not taken, because it is empty or an answer is awaited.
 * `below`: the reminder whose button was pressed; without it the question comes last.
 */
function send(text, below = null) {
  if (!text || isBusy) return false;
  // What is still being fetched cannot be added to; a message sent meanwhile begins anew.
  if (conversation?.entries === null) conversation = null;
  conversation ??= record.start();
  const key = newKey();
  record.add(conversation, { kind: "question", text, key, at: Date.now() });
  answer({ text, key, exchange: showExchange(text, below), within: conversation });
  showPast();
  return true;
}

/** Have a picture or file read; false when an answer is awaited. */
function take(file) {
  if (isBusy) return false;
  if (conversation?.entries === null) conversation = null;
  conversation ??= record.start();
  const [key, text] = [newKey(), fileSent(file.name)];
  record.add(conversation, { kind: "question", text, key, at: Date.now(), isFile: true });
  answer({ text, file, key, exchange: showExchange(text), within: conversation });
  showPast();
  return true;
}

async function answer(message) {
  const { text, file, key, exchange, within } = message;
  setBusy(true);
  const said = element("p", { class: "waiting" }, file ? "正在上传…" : "正在查找…");
  const awaited = element("div", { class: "answer" }, said);
  const slow = file ? 0 : window.setTimeout(() => sayItIsSlow(said), SLOW_MS);
  exchange.append(awaited);
  announcer.textContent = said.textContent.replace("…", "");
  scrollToStart(exchange);
  try {
    const sent = { key, user: record.person, conversation: within.id };
    const reply = file
      ? await sendFile({ ...sent, file }, (share) => sayItIsRead(said, share))
      : await ask({ ...sent, text }, (textSoFar) => {
          awaited.className = "answer streaming";
          awaited.replaceChildren(textOf(textSoFar));
        });
    within.id = reply.conversation;
    const entry = { kind: "answer", key, reply, at: Date.now() };
    record.add(within, entry);
    awaited.replaceWith(showableAnswer(entry));
    announcer.textContent = `答复：${reply.text}`;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (!file && (error.isRefusal || error.isSignedOut)) composer.giveBack(text);
    awaited.replaceWith(trouble(error, message));
  } finally {
    window.clearTimeout(slow);
    setBusy(false);
    showPast();
    alerts.refresh();
  }
}

function sayItIsSlow(said) {
  said.textContent = "数据来源较慢，还在查找…";
  announcer.textContent = said.textContent;
}

function sayItIsRead(said, share) {
  said.textContent =
    share < 1 ? `正在上传…${Math.round(share * 100)}%` : "正在识别文字，图片约需半分钟…";
  if (share === 1) announcer.textContent = said.textContent;
}

function trouble(error, message) {
  const node = troubleOf(error, () => {
    if (isBusy) return;
    node.remove();
    answer(message);
  });
  return node;
}

/** An answer, with the question whether it was useful. */
function showableAnswer(entry) {
  const { key, reply, at, opinion } = entry;
  return answerOf(withWaysOn(reply), {
    at: new Date(at),
    onChoice: send,
    announcer,
    feedback: {
      about: { conversation: reply.conversation, messageId: key, user: record.person },
      opinion,
      onKept: (given) => record.judge(entry, given),
    },
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

function showExchange(text, below = null) {
  welcome.hidden = true;
  exchanges.querySelector(".exchange-newest")?.classList.remove("exchange-newest");
  const exchange = element("li", { class: "exchange" }, element("p", { class: "question" }, text));
  if (below) {
    below.after(exchange);
  } else {
    exchange.classList.add("exchange-newest");
    exchanges.append(exchange);
  }
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
async function open(past) {
  opened += 1;
  conversation = past;
  exchanges.replaceChildren();
  welcome.hidden = past !== null;
  showPast();
  if (past === null || !(await isLoaded(past)) || conversation !== past) return;
  const answered = new Map(
    past.entries.filter(({ kind }) => kind === "answer").map((entry) => [entry.key, entry]),
  );
  const questions = past.entries.filter(({ kind }) => kind === "question");
  questions.forEach((entry) => showEntry(entry, past, answered.get(entry.key)));
  exchanges.lastElementChild?.scrollIntoView({ block: "start" });
}

/** Load what was said, where only the server knows it yet. */
async function isLoaded(past) {
  if (past.entries !== null) return true;
  try {
    past.entries = await entriesOf(record.person, past.id);
    return true;
  } catch (error) {
    if (!(error instanceof HistoryUnavailable)) throw error;
    if (conversation === past) {
      const failed = new NoAnswer("这段对话暂时取不到。");
      exchanges.replaceChildren(element("li", { class: "exchange" }, troubleOf(failed, () => open(past))));
    }
    return false;
  }
}

function showEntry({ text, key, isFile }, within, answerEntry) {
  const exchange = showExchange(text);
  // Without an answer the page was closed, or the network failed, before it came.
  const lost = isFile
    ? new NoAnswer("这份文件没有读完，请重新选择文件。", { isRefusal: true })
    : new NoAnswer("这条消息还没有收到答复。");
  exchange.append(
    answerEntry ? showableAnswer(answerEntry) : trouble(lost, { text, key, exchange, within }),
  );
}

function openAlerts() {
  if (isBusy) return;
  opened += 1;
  conversation = null;
  welcome.hidden = true;
  showPast();
  alerts.show();
}

function showPast() {
  drawer.show({
    conversations: record.conversations,
    current: conversation,
    isPerson: record.person !== "",
    note: historyNote,
  });
}

async function forget() {
  if (record.person) {
    try {
      await forgetAll(record.person);
    } catch (error) {
      if (!(error instanceof HistoryUnavailable)) throw error;
      historyNote = "没有清空，请稍后再试。";
      showPast();
      return;
    }
  }
  record.forget();
  drawer.close();
  await open(null);
}

/** The conversation to go on with: the latest, unless it is from another day. */
function freshConversation() {
  const [latest] = record.conversations;
  return latest && Date.now() - latest.lastAt < FRESH_MS ? latest : null;
}

async function becomePerson(person) {
  record.person = person;
  board.href = person && personSelect ? `/board?${new URLSearchParams({ user: person })}` : "/board";
  if (managing) {
    managing.hidden = !personSelect?.selectedOptions[0]?.hasAttribute("data-console");
    managing.href = `/console?${new URLSearchParams({ user: person })}`;
  }
  open(null);
  await Promise.all([showSuggestions(person), goOn(person), alerts.look()]);
}

/** Take up the person's latest conversation, unless another has been begun meanwhile. */
async function goOn(person) {
  const before = opened;
  historyNote = "";
  try {
    if (person) record.learn(await conversationsOf(person));
  } catch (error) {
    if (!(error instanceof HistoryUnavailable)) throw error;
    historyNote = "对话记录暂时取不到。";
  }
  if (record.person !== person) return;
  if (conversation === null && opened === before) await open(freshConversation());
  showPast();
}

async function showSuggestions(person) {
  const query = person ? `?${new URLSearchParams({ user: person })}` : "";
  const response = await fetch(`/api/suggestions${query}`).catch(() => null);
  if (!response?.ok) return;
  const questions = await response.json();
  // Somebody else was chosen meanwhile, or the page came with them: a button that is being
  // pressed is not taken from under the finger.
  if (record.person !== person || questions.join("\n") === shownSuggestions()) return;
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

function shownSuggestions() {
  return [...suggestions.querySelectorAll("[data-send]")].map(({ dataset }) => dataset.send).join("\n");
}

/** Coming back from a clause, the reader is where he left. */
function keepPlace() {
  const place = visit.getItem(PLACE);
  window.addEventListener("pagehide", () => visit.setItem(PLACE, String(window.scrollY)));
  if (place !== null && conversation) {
    window.scrollTo({ top: Number(place), behavior: "instant" });
  }
}

async function begin() {
  window.history.scrollRestoration = "manual";
  if (personSelect) {
    const known = [...personSelect.options].some((option) => option.value === record.person);
    if (!known) record.person = "";
    personSelect.value = record.person;
    personSelect.addEventListener("change", () => becomePerson(personSelect.value));
  } else {
    record.person = signedIn;
  }
  await becomePerson(record.person);
  keepPlace();
}

suggestions.addEventListener("click", (event) => {
  const button = event.target.closest("[data-send]");
  if (button) send(button.dataset.send);
});
document.getElementById("new-conversation").addEventListener("click", () => {
  open(null);
  composer.focus();
});
document.getElementById("print").addEventListener("click", () => window.print());
begin();
