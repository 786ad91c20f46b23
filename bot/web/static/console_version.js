// While a new version is being read, looks whether it has been, and then shows the page anew.

const LOOK_AGAIN_MS = 1500;
const SIGN = "[data-reading]";

function watch() {
  if (!document.querySelector(SIGN)) return;
  window.setTimeout(async () => {
    try {
      const response = await fetch(window.location.href);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.ok && !page.querySelector(SIGN)) {
        window.location.reload();
        return;
      }
    } catch {
      // The network is away for a moment; the next look may find it again.
    }
    watch();
  }, LOOK_AGAIN_MS);
}

watch();
