// The box a question is typed in, and through which a picture or file is sent.

const DRAFT = "policy-chat-draft";

export class Composer {
  #form = document.getElementById("composer");
  #field = document.getElementById("question");
  #send = document.getElementById("send");
  #note = document.getElementById("composer-note");
  #usualNote = this.#note.textContent;
  #files = document.getElementById("attach");
  #drafts;

  /**
   * @param {{onSend: (text: string) => boolean, onFile: (file: File) => boolean,
   *   drafts: Storage}} context the functions tell whether text or file was taken; `drafts`
   *   keeps what is typed through a reload or signing in again
   */
  constructor({ onSend, onFile, drafts }) {
    this.onSend = onSend;
    this.onFile = onFile;
    this.#drafts = drafts;
    this.#files.addEventListener("change", () => this.#take(this.#files.files));
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
      this.#field.addEventListener(kind, (event) => this.#bring(event));
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

  #bring(event) {
    const brought = event.clipboardData ?? event.dataTransfer;
    if (!brought?.files.length) return;
    event.preventDefault();
    this.#take(brought.files);
  }

  /** One at a time: what is said of it stands below it. */
  #take(files) {
    const [file] = files;
    if (!file) return;
    const isTaken = this.onFile(file);
    this.#files.value = "";
    if (!isTaken) this.#warn("上一条还没有答复，请稍候再发文件。");
    else if (files.length > 1) this.#warn("一次读一个文件，先读第一个。");
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
