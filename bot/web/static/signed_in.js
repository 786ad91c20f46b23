// Who is signed in, and the proof that a request comes from one of our own pages.

/** The user id of who is signed in; empty for a guest. */
export const signedIn = contentOf("person");

/** @returns {Record<string, string>} headers for a request that changes something */
export function changeHeaders() {
  const token = contentOf("csrf-token");
  const headers = { "Content-Type": "application/json" };
  return token ? { ...headers, "X-CSRF-Token": token } : headers;
}

function contentOf(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}
