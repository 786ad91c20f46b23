// Builds elements. Text goes in as text nodes only, so markup in an answer stays text.

/**
 * @param {string} tag
 * @param {Object<string, string|boolean|Function|undefined>} properties attributes; a function
 *   under "onX" listens to the event X; undefined and false are left out
 * @param {...(Node|string|null|undefined)} children null and undefined are left out
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      node.addEventListener(name.slice(2).toLowerCase(), value);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Return `url` if it leads to this site or the web, else undefined. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, window.location.href);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
