// The box a question is typed in.

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("question");
  #send = document.getElementById("send");
  #note = document.getElementById("composer-note");
  #usualNote = this.#note.textContent;

  /** @param {(text: string) => boolean} onSend tells whether the text was taken */
  constructor(onSend) {
    this.onSend = onSend;
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

  #fit() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    const left = this.#field.maxLength - this.#field.value.length;
    this.#note.classList.toggle("is-warning", left < 100);
    this.#note.textContent = left < 100 ? `还可以输入 ${left} 字` : this.#usualNote;
  }
}
