// Sends a picture or file to be read, and gives what is said of it.

import { NoAnswer, refusalOf } from "./ask.js";
import { changeHeaders } from "./signed_in.js";

export const LARGEST_BYTES = 20 * 1024 * 1024;
// A photograph takes half a minute to read, on a busy day after others have been read.
const PATIENCE_MS = 180000;

/** What stands for a file where a question would stand. */
export function fileSent(name) {
  return `〔发来文件〕${name}`;
}

/**
 * @param {{file: File, conversation: string|null, user: string, key: string}} message
 * @param {(share: number) => void} onSent called as the file goes out; `share` from 0 to 1
 * @returns {Promise<object>} the whole reply
 * @throws {NoAnswer}
 */
export function sendFile({ file, conversation, user, key }, onSent) {
  return new Promise((resolve, reject) => {
    if (file.size > LARGEST_BYTES) {
      reject(new NoAnswer("文件超过 20 MB，请截取要问的部分后再发。", { isRefusal: true }));
      return;
    }
    const given = Object.entries({ conversation, user }).filter(([, value]) => value);
    // Unlike fetch it tells how much was sent.
    const request = new XMLHttpRequest();
    request.open("POST", `/api/chat/file?${new URLSearchParams(given)}`);
    request.timeout = PATIENCE_MS;
    const headers = {
      ...changeHeaders(),
      "Content-Type": "application/octet-stream",
      "X-File-Name": encodeURIComponent(file.name),
      "Idempotency-Key": key,
    };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => onSent(loaded / total));
    request.addEventListener("load", () => {
      const body = parsed(request.responseText);
      if (request.status === 200 && body.text) resolve(body);
      else reject(refusalOf(request.status, body));
    });
    request.addEventListener("error", () => reject(new NoAnswer("没有传上去，请检查网络。")));
    request.addEventListener("timeout", () => reject(new NoAnswer("等了三分钟还没有读完。")));
    request.send(file);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
