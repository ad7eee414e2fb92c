// The queues by keyboard: j and k move, single letters decide, u undoes; every key can be another.
const cards = () => [...document.querySelectorAll("[data-cards] [data-card]:not(.is-done)")];
const said = document.querySelector("[data-said]");
const undo = document.querySelector("[data-undo]");
const keys = { next: "j", previous: "k", approve: "a", reject: "r", spam: "s", feature: "f", ban: "b", undo: "u" };
try { Object.assign(keys, JSON.parse(localStorage.getItem("moderation-keys") ?? "{}")); } catch { /* The usual ones, then. */ }
const claimed = new Set();

function current() {
  return document.activeElement?.closest?.("[data-card]") ?? null;
}

function move(by) {
  const all = cards(), at = all.indexOf(current());
  all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

async function send(form, verb) {
  const body = new FormData(form);
  body.set("verb", verb);
  const answer = await fetch(form.getAttribute("action") ?? location.href, { method: "POST", body, headers: { Accept: "application/json" } });
  return answer.json();
}

function badges(counts) {
  for (const [name, count] of Object.entries(counts ?? {})) {
    const badge = document.querySelector(`[data-badge="${name}"]`);
    if (badge) { badge.textContent = count; badge.hidden = !count; }
  }
}

async function decide(card, verb) {
  const form = card?.querySelector("[data-decide]");
  if (!form) return;
  const told = await send(form, verb).catch(() => ({ said: "That could not be sent; try again." }));
  said.textContent = told.said;
  badges(told.counts);
  if (!told.is_done) { alert(told.said); return; }
  undo.hidden = !told.batch;
  undo.elements.batch.value = told.batch;
  const all = cards(), next = all[all.indexOf(card) + 1] ?? all[all.indexOf(card) - 1];
  card.classList.add("is-done");
  (next ?? undo.querySelector("button")).focus();
}

async function takeBack() {
  if (undo.hidden) return;
  const told = await send(undo, "undo");
  if (told.is_done) location.reload();
  else said.textContent = told.said;
}

document.querySelector("[data-cards]")?.addEventListener("submit", event => {
  if (!event.submitter?.value || !event.target.matches("[data-decide]")) return;
  event.preventDefault();
  decide(event.target.closest("[data-card]"), event.submitter.value);
});

document.querySelector("[data-cards]")?.addEventListener("focusin", event => {
  const card = event.target.closest("[data-card]");
  if (!card || claimed.has(card)) return;
  claimed.add(card);
  send(card.querySelector("[data-decide]"), "claim").then(({ is_ours: isOurs }) => {
    if (!isOurs) said.textContent = "Another moderator is looking at this one.";
  }).catch(() => {});
});

if (undo) document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const verb = Object.keys(keys).find(name => keys[name] === event.key.toLowerCase());
  if (!verb) return;
  event.preventDefault();
  const card = current() ?? cards()[0];
  if (verb === "next") move(1);
  else if (verb === "previous") move(-1);
  else if (verb === "undo") takeBack();
  else if (verb === "ban") card?.querySelector("[data-ban]")?.click();
  else decide(card, verb);
});

const room = document.querySelector("[data-keys]");
for (const [name, key] of room ? Object.entries(keys) : []) {
  const label = document.createElement("label"), input = document.createElement("input");
  Object.assign(input, { maxLength: 1, value: key });
  input.addEventListener("change", () => {
    keys[name] = input.value.toLowerCase();
    try { localStorage.setItem("moderation-keys", JSON.stringify(keys)); } catch { /* They last as long as the page. */ }
  });
  label.append(name, input);
  room.append(label);
}
