// The board: choosing another person shows the same page with that person's rights.

import { availableStorage, Record } from "./record.js";

const select = document.getElementById("person");

select?.addEventListener("change", () => {
  // The chat page goes on as the same person.
  new Record(availableStorage("localStorage")).person = select.value;
  const address = new URL(window.location.href);
  if (select.value) address.searchParams.set("user", select.value);
  else address.searchParams.delete("user");
  window.location.assign(address);
});
