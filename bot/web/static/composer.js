// The box a question is typed in.

const DRAFT = "policy-chat-draft";

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("question");
  #send = document.getElementById("send");
  #note = document.getElementById("composer-note");
  #usualNote = this.#note.textContent;
  #drafts;

  /**
   * @param {(text: string) => boolean} onSend tells whether the text was taken
   * @param {Storage} drafts keeps what is typed through a reload or signing in again
   */
  constructor(onSend, drafts) {
    this.onSend = onSend;
    this.#drafts = drafts;
    this.#field.value = drafts.getItem(DRAFT) ?? "";
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => {
      // Enter also ends the choice of characters in a Chinese input method (229 on old ones).
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key === "Enter" && !event.shiftKey && !isComposing) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.#field.addEventListener("input", () => this.#fit());
    for (const kind of ["paste", "drop"]) {
      this.#field.addEventListener(kind, (event) => this.#decline(event));
    }
    this.#fit();
  }

  set isBusy(isBusy) {
    // Not `disabled`: the button would lose the focus of whoever just pressed it.
    this.#send.setAttribute("aria-disabled", String(isBusy));
    this.#send.textContent = isBusy ? "稍候" : "发送";
  }

  /** Give a refused text back to be changed, unless something new was typed. */
  giveBack(text) {
    if (this.#field.value === "") this.#field.value = text;
    this.#fit();
    this.#field.focus();
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #submit() {
    if (this.onSend(this.#field.value.trim())) {
      this.#field.value = "";
      this.#fit();
    }
  }

  /** Files are not taken here; say so instead of swallowing them. */
  #decline(event) {
    const brought = event.clipboardData ?? event.dataTransfer;
    if (!brought?.files.length) return;
    event.preventDefault();
    this.#warn("网页不收图片和文件，请把要问的文字写进来。");
  }

  #warn(text) {
    this.#note.classList.add("is-warning");
    this.#note.textContent = text;
  }

  #fit() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    this.#drafts.setItem(DRAFT, this.#field.value);
    const left = this.#field.maxLength - this.#field.value.length;
    if (left < 100) {
      this.#warn(`还可以输入 ${left} 字`);
    } else {
      this.#note.classList.remove("is-warning");
      this.#note.textContent = this.#usualNote;
    }
  }
}
