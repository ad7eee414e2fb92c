// Shows on pages that are the same for all who reads them and what is new for them: asks only when somebody is logged in here.
const link = document.querySelector("[data-account]");
const places = document.querySelectorAll("[data-keep]");
const home = link?.pathname;
const isIn = () => /(?:^|; )stoppress_reader=1/.test(document.cookie);
let token = "", unread = 0;

function show(button, isKept) {
  button.textContent = isKept ? button.dataset.kept : button.dataset.free;
  button.classList.toggle("is-kept", isKept);
}

async function turn(button) {
  const isKept = button.classList.contains("is-kept");
  show(button, !isKept);
  button.setAttribute("aria-busy", "true");
  const said = new URLSearchParams({ what: button.dataset.keep, keep: isKept ? "0" : "1" });
  try {
    const answer = await fetch(home + "keep/", {
      // Kept alive: whoever presses and goes on to another page has pressed all the same.
      method: "POST", body: said, keepalive: true, headers: { Accept: "application/json", "X-CSRFToken": token },
    });
    if (!answer.ok) throw new Error(answer.status);
    button.removeAttribute("aria-busy");
  } catch {
    button.removeAttribute("aria-busy");
    show(button, isKept);
    location.assign(button.dataset.address);
  }
}

function makeButton(place, isKept) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = place.className;
  Object.assign(button.dataset, place.dataset, { free: place.textContent, address: place.href });
  show(button, isKept);
  button.addEventListener("click", () => turn(button));
  place.replaceWith(button);
}

// What is new leads to where it can be read.
function count(number) {
  unread = number;
  const badge = link.querySelector("[data-unread]");
  badge.hidden = !unread;
  badge.querySelector("[data-number]").textContent = unread > 99 ? "99+" : unread;
  link.pathname = unread ? home + "tidings/" : home;
}

async function ask() {
  const answer = await fetch(home + "me.json", { signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(answer.status);
  const me = await answer.json();
  count(me.unread ?? 0);
  document.dispatchEvent(new CustomEvent("live-own", { detail: me.ticket ? { channel: me.channel, ticket: me.ticket } : null }));
  return me;
}

async function meet() {
  const me = await ask();
  if (!me.name) return;
  token = me.token;
  link.querySelector("[data-account-name]").textContent = me.name;
  for (const place of places) makeButton(place, me.kept.includes(place.dataset.keep));
}

if (link) {
  if (isIn()) meet().catch(() => { /* The links do what they say all the same. */ });
  else {
    if (!location.pathname.startsWith(home)) link.search = new URLSearchParams({ next: location.pathname + location.search });
    // What somebody saved who has logged out is nobody else's to read.
    window.caches?.delete("saved").catch(() => {});
  }
  document.addEventListener("live", ({ detail }) => { if (detail.channels.includes("own")) count(unread + 1); });
  document.addEventListener("live-renew", () => ask().catch(() => {}));
}
