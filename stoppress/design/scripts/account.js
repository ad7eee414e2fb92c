// Shows on pages that are the same for all who reads them: asks once, and only when somebody is logged in here.
const link = document.querySelector("[data-account]");
const places = document.querySelectorAll("[data-keep]");
let token = "";

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
    const answer = await fetch(link.pathname + "keep/", {
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

async function meet() {
  const answer = await fetch(link.pathname + "me.json", { signal: AbortSignal.timeout(8000) });
  const me = answer.ok ? await answer.json() : {};
  if (!me.name) return;
  token = me.token;
  link.querySelector("[data-account-name]").textContent = me.name;
  for (const place of places) makeButton(place, me.kept.includes(place.dataset.keep));
}

if (link) {
  if (/(?:^|; )stoppress_reader=1/.test(document.cookie)) meet().catch(() => { /* The links do what they say all the same. */ });
  else if (!location.pathname.startsWith(link.pathname)) link.search = new URLSearchParams({ next: location.pathname + location.search });
}
