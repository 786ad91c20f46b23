// Copies text, also where the page came by plain HTTP and the clipboard API is missing.

export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The person or the in-app browser refused; the old way may still work.
    }
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "sr-only";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** Copy `text` and let `button` say for two seconds whether that worked. */
export async function copyFromButton(button, text, announcer) {
  const said = (await copyText(text)) ? "已复制" : "未能复制，请长按选取";
  const label = button.textContent;
  if (label === said) return;
  button.textContent = said;
  announcer.textContent = said;
  window.setTimeout(() => {
    button.textContent = label;
  }, 2000);
}
