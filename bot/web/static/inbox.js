// Fetches what was pushed to the person: alerts about tasks.

const INTERVAL_MS = 15000;

/**
 * @param {{user: () => string, seen: () => number, onMessages: (messages: object[]) => void}} context
 * @returns {() => Promise<void>} looks at once
 */
export function watchInbox({ user, seen, onMessages }) {
  let isLooking = false;
  async function look() {
    const person = user();
    if (!person || isLooking || document.hidden) return;
    isLooking = true;
    try {
      const query = new URLSearchParams({ user: person, after: String(seen()) });
      const response = await fetch(`/api/inbox?${query}`);
      const messages = response.ok ? await response.json() : [];
      if (messages.length && user() === person) onMessages(messages);
    } catch {
      // The next look may find the network again.
    } finally {
      isLooking = false;
    }
  }
  window.setInterval(look, INTERVAL_MS);
  document.addEventListener("visibilitychange", look);
  return look;
}
