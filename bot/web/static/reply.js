// Shows a reply: text, figures, table, chart, citations, choices.

import { bodyOf, citationsOf, listsEveryRow } from "./citations.js";
import { copyFromButton } from "./clipboard.js";
import { element, safeUrl } from "./element.js";
import { feedbackOf } from "./feedback.js";

const OUTCOMES = {
  answered_with_gap: "文件没有全部规定",
  clarify: "请补充一下",
  refused: "没有答案",
  handed_over: "已转工作人员",
};
const CONFIRM = "请确认";
const YES = "确认";
const FIGURES_AT_MOST = 4;
const SHORT_CELL = 10;
const NUMBER = /^[+-]?[\d,]+(\.\d+)?\s*(%|个百分点|亿元|万元|家|个|件|项)?$/;

/**
 * @param {object} reply as the server sent it
 * @param {{at: Date, onChoice: (text: string) => void, announcer: Element, tag?: string,
 *   isDated?: boolean, feedback?: object, used?: object}} context `feedback` is what `feedbackOf`
 *   needs; without it none is asked; `isDated` shows the day beside the time; `used` has what to
 *   say in place of buttons that have nothing left to do, by the words they send
 */
export function answerOf(reply, { at, onChoice, announcer, tag, isDated, feedback, used }) {
  const said = tag ?? (awaitsConfirmation(reply) ? CONFIRM : OUTCOMES[reply.outcome]);
  const { nodes, others } = bodyOf(reply);
  return element(
    "article",
    { class: tag ? "answer answer-alert" : "answer", "aria-label": tag ?? "答复" },
    said ? element("p", { class: `outcome outcome-${reply.outcome}` }, said) : null,
    ...nodes,
    figuresOf(reply),
    // Who asked for a picture sees it before the rows it is drawn from.
    chartOf(reply.chart),
    tableOf(reply),
    citationsOf(others),
    choicesOf(reply, choicesTitle(reply, tag), onChoice, used),
    ...toolsOf(reply, { at, announcer, isDated, feedback }),
  );
}

function figuresOf({ figures, table }) {
  const known = figures.filter((figure) => figure.value !== null);
  // A table shows the same figures better.
  if (table || known.length === 0 || known.length > FIGURES_AT_MOST) return null;
  return element("dl", { class: "figures" }, ...known.map(figureOf));
}

function figureOf({ label, value, unit, period, released_on: released, source }) {
  const number = value.toLocaleString("zh-CN", { maximumFractionDigits: 2, useGrouping: false });
  return element(
    "div",
    { class: "figure" },
    element("dt", {}, label),
    element(
      "dd",
      { class: "figure-value" },
      number,
      element("span", { class: "figure-unit" }, unit),
    ),
    element("dd", { class: "figure-note" }, period),
    element("dd", { class: "figure-note" }, released ? `${source}，${released} 发布` : source),
  );
}

function tableOf(reply) {
  if (!reply.table) return null;
  const shown = rowsOf(reply.table);
  if (!listsEveryRow(reply)) return shown;
  const summary = element("summary", {}, `列成表（${reply.table.rows.length} 行）`);
  // The text has said it all: a second time it would only push the rest off a telephone.
  return element("details", { class: "more" }, summary, shown);
}

function rowsOf(table) {
  const cell = (text, index) =>
    index === 0
      ? element("th", { scope: "row", class: widthOf(text) }, text)
      : element("td", { class: NUMBER.test(text) ? "number" : widthOf(text) }, text);
  const isNumeric = (index) => table.rows.some((row) => NUMBER.test(row[index] ?? ""));
  const headings = table.columns.map((text, index) => {
    const side = index && isNumeric(index) ? "to-end" : "";
    return element("th", { scope: "col", class: `${widthOf(text)} ${side}`.trim() }, text);
  });
  return element(
    "figure",
    { class: "table" },
    element("figcaption", {}, table.title),
    element(
      "div",
      { class: "table-scroll", role: "region", "aria-label": table.title, tabindex: "0" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...headings)),
        element("tbody", {}, ...table.rows.map((row) => element("tr", {}, ...row.map(cell)))),
      ),
    ),
  );
}

/** Chinese breaks anywhere: without this a narrow screen would set one character a line. */
function widthOf(text) {
  return text.length > SHORT_CELL ? "long" : "short";
}

function chartOf(chart) {
  if (!chart) return null;
  return element(
    "figure",
    { class: "chart" },
    element("img", { src: `data:image/png;base64,${chart.png_base64}`, alt: chart.description }),
  );
}

function awaitsConfirmation({ outcome, choices }) {
  return outcome === "clarify" && choices.some((choice) => choice.send === YES);
}

function choicesTitle(reply, tag) {
  if (tag) return "可以直接办理";
  if (awaitsConfirmation(reply)) return "确认后才会办理";
  return { clarify: "请选一项", refused: "可以这样问" }[reply.outcome] ?? "接着可以问";
}

/** The buttons under a reply; null without any. */
export function choicesOf({ choices }, title, onChoice, used = {}) {
  if (choices.length === 0) return null;
  return element(
    "section",
    { class: "choices" },
    element("h2", { class: "choices-title" }, title),
    element(
      "ul",
      {},
      ...choices.map((choice) =>
        element(
          "li",
          {},
          choice.send in used
            ? element("span", { class: "choice-used" }, `${choice.label}：${used[choice.send]}`)
            : element(
                "button",
                { type: "button", class: "choice", onClick: () => onChoice(choice.send) },
                choice.label,
              ),
        ),
      ),
    ),
  );
}

function toolsOf(reply, { at, announcer, isDated, feedback }) {
  const day = isDated ? { month: "numeric", day: "numeric" } : {};
  const time = at.toLocaleString("zh-CN", { ...day, hour: "2-digit", minute: "2-digit" });
  const text = plainText(reply);
  const { buttons, more } = feedback
    ? feedbackOf({ ...feedback, announcer })
    : { buttons: [], more: [] };
  const tools = element(
    "div",
    { class: "answer-tools" },
    element(
      "button",
      {
        type: "button",
        class: "quiet-button",
        onClick: (event) => copyFromButton(event.currentTarget, text, announcer),
      },
      "复制",
    ),
    navigator.share
      ? element(
          "button",
          { type: "button", class: "quiet-button", onClick: () => share(text) },
          "转发",
        )
      : null,
    ...buttons,
    element("time", { datetime: at.toISOString() }, time),
  );
  return [tools, ...more];
}

function share(text) {
  // Closing the sheet of apps rejects; that is no fault.
  navigator.share({ text }).catch(() => {});
}

/** Return the reply as text that can be pasted elsewhere without losing its sources. */
export function plainText(reply) {
  const rows = reply.table
    ? [reply.table.title, reply.table.columns.join("\t"), ...reply.table.rows.map((row) => row.join("\t"))]
    : [];
  const sources = reply.citations.map((citation) => {
    const number = citation.document_number ? `（${citation.document_number}）` : "";
    const place = citation.clause_label ?? citation.clause;
    return `出处：《${citation.document}》${number}${place} ${safeUrl(citation.url) ?? ""}`.trim();
  });
  return [reply.text, ...rows, ...sources].join("\n");
}
