// Uploads: dropping files, refusing too many bytes before they are sent, progress, and what
// becomes of the files while they are read. Without this script the form works all the same.

const form = document.getElementById("upload");
const files = document.getElementById("files");
const problem = document.getElementById("upload-problem");
const progress = document.getElementById("upload-progress");
const LIMIT = Number(form.dataset.limit);
const LOOK_AGAIN_MS = 1500;

form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("is-over");
});
form.addEventListener("dragleave", () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  files.files = event.dataTransfer.files;
  send();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

function send() {
  const total = [...files.files].reduce((sum, file) => sum + file.size, 0);
  if (!files.files.length) return;
  if (total > LIMIT) {
    say(`所选文件合计 ${Math.ceil(total / 1048576)} MB，超过 ${LIMIT / 1048576} MB；请分几次上传。`);
    return;
  }
  problem.hidden = true;
  progress.hidden = false;
  // Unlike fetch it tells how much was sent.
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => {
    // It followed the redirect and used up the message: the answer is the page to show.
    show(request);
  });
  request.addEventListener("error", () => say("没有传上去：网络断了，或文件太大。请重试。"));
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function show(request) {
  const answered = new DOMParser().parseFromString(request.responseText, "text/html");
  const console = answered.getElementById("console");
  if (!console) {
    say("没有传上去，请刷新页面后重试。");
    return;
  }
  replace("uploads", answered);
  const flash = console.querySelector(".flash, .trouble:not([hidden])");
  document.querySelectorAll("#console > .flash").forEach((old) => old.remove());
  if (flash) document.getElementById("console").prepend(document.adoptNode(flash));
  form.reset();
  progress.hidden = true;
  watch();
}

function replace(id, answered) {
  const fresh = answered.getElementById(id);
  if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
}

function say(text) {
  progress.hidden = true;
  problem.textContent = text;
  problem.hidden = false;
}

function watch() {
  const address = document.getElementById("uploads").dataset.reading;
  if (!address) return;
  window.setTimeout(async () => {
    try {
      const response = await fetch(address);
      replace("uploads", new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch {
      // The network is away for a moment; what is shown stays.
    }
    if (document.getElementById("uploads").dataset.reading) watch();
    else window.location.reload();
  }, LOOK_AGAIN_MS);
}

watch();
