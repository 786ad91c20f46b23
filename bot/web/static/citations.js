// Shows what an answer rests on: quotations where they stand in it, the rest below it.

import { element, safeUrl } from "./element.js";

const AT_ONCE = 2;
const SAID = /「[^」]*」/g;
const SET_APART =
  /(「[^」]*」|〔[^〔〕]*#[^〔〕]*〕|(?:https?:\/\/[\w.:-]+)?\/briefs\/\d{4}(?:Q[1-4])?)/;
const BRIEF = /^(?:https?:|\/briefs\/)/;
const POINT = "- ";
const QUOTATION_LINE = /^「(.*)」〔[^〔〕]*#[^〔〕]*〕。?$/;

/** Return the text with its points as a list, its quotations and their places set apart. */
export function textOf(text) {
  const nodes = [];
  let lines = [];
  let points = [];
  const flush = () => {
    if (points.length) nodes.push(element("ul", { class: "points" }, ...points));
    if (lines.length) nodes.push(...wordsOf(lines.join("\n")));
    lines = [];
    points = [];
  };
  for (const line of text.split("\n")) {
    const isPoint = line.startsWith(POINT);
    if (isPoint ? lines.length : points.length) flush();
    if (isPoint) points.push(element("li", {}, ...wordsOf(line.slice(POINT.length))));
    else lines.push(line);
  }
  flush();
  return element("div", { class: "answer-text" }, ...nodes);
}

/** Tell whether the text names in its points whatever the rows of the table are about. */
export function listsEveryRow({ text, table }) {
  const points = text.split("\n").filter((line) => line.startsWith(POINT));
  return table.rows.length > 0 && points.length >= table.rows.length;
}

function wordsOf(text) {
  return text.split(SET_APART).map((part) => {
    if (part.startsWith("「")) return element("span", { class: "said" }, part);
    if (part.startsWith("〔") && part.includes("#")) {
      return element("span", { class: "source" }, part);
    }
    if (BRIEF.test(part)) return element("a", { href: asChosen(part) }, part);
    return part;
  });
}

/** Return a page's address; in a demonstration with the person chosen to act as. */
function asChosen(url) {
  const address = new URL(url, window.location.href);
  const user = document.querySelector("#person")?.value;
  if (user) address.searchParams.set("user", user);
  return address.href;
}

/**
 * Return the answer's text, with a card in place of each line that quotes a citation whole, and
 * the citations that had no such line.
 *
 * @returns {{nodes: Element[], others: object[]}}
 */
export function bodyOf({ text, citations }) {
  const nodes = [];
  const others = new Set(citations);
  const keys = (text.match(SAID) ?? []).map((said) => said.slice(1, -1));
  let lines = [];
  let cards = [];
  const flush = () => {
    if (cards.length) nodes.push(element("ul", { class: "citations-inline" }, ...cards));
    if (lines.length) nodes.push(textOf(lines.join("\n")));
    lines = [];
    cards = [];
  };
  for (const line of text.split("\n")) {
    const citation = quotedBy(line, citations);
    if (citation ? lines.length : cards.length) flush();
    if (citation) {
      cards.push(cardOf(citation, keys));
      others.delete(citation);
    } else {
      lines.push(line);
    }
  }
  flush();
  return { nodes, others: [...others] };
}

function quotedBy(line, citations) {
  const quote = QUOTATION_LINE.exec(line)?.[1];
  return quote && citations.find((citation) => citation.quote === quote);
}

export function citationsOf(citations) {
  if (citations.length === 0) return null;
  const cards = citations.map((citation) => cardOf(citation, []));
  const rest = cards.splice(AT_ONCE);
  return element(
    "section",
    { class: "citations" },
    element("h2", { class: "citations-title" }, "依据"),
    element("ul", {}, ...cards),
    rest.length
      ? element(
          "details",
          { class: "more" },
          element("summary", {}, `另有 ${rest.length} 处依据`),
          element("ul", {}, ...rest),
        )
      : null,
  );
}

function cardOf(citation, keys) {
  const number = citation.document_number ? `，${citation.document_number}` : "";
  return element(
    "li",
    { class: "citation" },
    element(
      "p",
      { class: "citation-place" },
      element(
        "a",
        { class: "citation-clause", href: safeUrl(citation.url) },
        citation.clause_label ?? citation.clause,
      ),
      citation.validity
        ? element("span", { class: `badge badge-${citation.tone}` }, citation.validity)
        : null,
    ),
    element("blockquote", { class: "citation-quote" }, ...emphasised(citation.quote, keys)),
    element(
      "p",
      { class: "citation-document" },
      `《${citation.document}》${number} `,
      element("span", { class: "citation-open", "aria-hidden": "true" }, "看原文"),
    ),
  );
}

/** Return the quotation with the part that the answer itself repeats in strong print. */
function emphasised(quote, keys) {
  const key = keys.find((one) => one !== quote && one !== "" && quote.includes(one));
  if (!key) return [quote];
  const start = quote.indexOf(key);
  return [
    quote.slice(0, start),
    element("strong", {}, key),
    quote.slice(start + key.length),
  ];
}
