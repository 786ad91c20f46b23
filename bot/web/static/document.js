// The clause page: brings the cited sentence into view; a tap chooses another to copy.

import { copyFromButton } from "./clipboard.js";

const text = document.getElementById("text");
const title = text.querySelector("h1").textContent;
const chosen = document.getElementById("chosen");
const chosenLabel = document.getElementById("chosen-label");
const copyButton = document.getElementById("copy-chosen");
const contents = document.getElementById("contents");
const announcer = document.getElementById("announcer");
const isWide = window.matchMedia("(min-width: 1024px)");

/** The sentences now set apart: those the link means, or the one tapped last. */
function chosenSentences() {
  const tapped = text.querySelectorAll(".sentence.is-chosen");
  return [...(tapped.length ? tapped : text.querySelectorAll("mark.sentence"))];
}

function choose(sentence) {
  text.querySelectorAll(".is-chosen").forEach((other) => other.classList.remove("is-chosen"));
  // What the link meant gives way, so that there is only one choice on the page.
  text.querySelectorAll("mark.sentence").forEach((mark) => mark.replaceWith(unmarked(mark)));
  document.getElementById(sentence.id).classList.add("is-chosen");
  chosenLabel.textContent = sentence.dataset.label;
  chosen.hidden = false;
  const address = new URL(window.location.href);
  address.searchParams.set("clause", sentence.id);
  // The mark is of what the link was made for, and the part follows from the clause.
  for (const name of ["mark", "part"]) address.searchParams.delete(name);
  address.hash = "";
  window.history.replaceState(null, "", address);
}

function unmarked(mark) {
  const plain = document.createElement("span");
  plain.className = "sentence";
  plain.id = mark.id;
  plain.dataset.label = mark.dataset.label;
  plain.textContent = mark.textContent;
  return plain;
}

/** A fragment can mean a clause on another part of a long document: the server knows which. */
function findElsewhere() {
  const wanted = decodeURIComponent(window.location.hash.slice(1));
  const address = new URL(window.location.href);
  if (!wanted || document.getElementById(wanted) || address.searchParams.has("clause")) return;
  address.search = "";
  address.searchParams.set("clause", wanted);
  address.hash = "";
  window.location.replace(address);
}

function showLinked() {
  const [first] = chosenSentences();
  if (first && !window.location.hash) first.scrollIntoView({ block: "center" });
}

function watchReadingPlace() {
  const links = new Map(
    [...contents.querySelectorAll("a")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const observer = new IntersectionObserver(
    (entries) => {
      const entered = entries.find((entry) => entry.isIntersecting);
      if (!entered) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(entered.target.id);
      if (!link) return;
      link.setAttribute("aria-current", "true");
      contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
    },
    // What is being read is what crosses the middle of the screen.
    { rootMargin: "-55% 0px -40% 0px" },
  );
  text.querySelectorAll(".clause").forEach((clause) => observer.observe(clause));
}

text.addEventListener("click", (event) => {
  const sentence = event.target.closest(".sentence");
  // Selecting text to copy it by hand must not jump elsewhere.
  if (sentence && window.getSelection().isCollapsed) choose(sentence);
});
contents.addEventListener("click", (event) => {
  if (event.target.closest("a") && !isWide.matches) contents.open = false;
});
copyButton.addEventListener("click", () => {
  const quote = chosenSentences().map((sentence) => sentence.textContent.trim()).join("");
  const source = `《${title}》${chosenLabel.textContent}`;
  copyFromButton(copyButton, `“${quote}”\n——${source}\n${window.location.href}`, announcer);
});
document.getElementById("print").addEventListener("click", () => window.print());

contents.open = isWide.matches;
isWide.addEventListener("change", () => {
  contents.open = isWide.matches;
});
findElsewhere();
watchReadingPlace();
showLinked();
