// The newsfeed over the page: what a part of the shelf says, and every event since.

const key = item => [Number(item.dataset.at), Number(item.dataset.story)];
const isBefore = (a, b) => a[0] - b[0] || a[1] - b[1];

// The list of a part. `floor` is the last of a full list: nothing is known of what lies below it.
export function read(html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector("ol");
  if (list.children.length >= list.dataset.most) list.dataset.floor = key(list.lastElementChild).join();
  return document.importNode(list, true);
}

// Applies an event; false when the list must be loaded anew, because it cannot be known what it would show.
export function apply(list, event) {
  if (event.kind === "changed") return false;
  const before = list.querySelector(`[data-story="${event.story}"]`);
  const floor = list.dataset.floor?.split(",").map(Number);
  const item = event.html && document.importNode(new DOMParser().parseFromString(event.html, "text/html").querySelector("li"), true);
  before?.remove();
  if (item && !(floor && isBefore(key(item), floor) < 0)) {
    const next = [...list.children].find(other => isBefore(key(other), key(item)) < 0);
    list.insertBefore(item, next ?? null);
    if (list.children.length > list.dataset.most) {
      list.lastElementChild.remove();
      list.dataset.floor = key(list.lastElementChild).join();
    }
  }
  return !floor || list.children.length >= list.dataset.most / 2;
}

export function make({ link, feed, listeners, state, looked, number }) {
  const template = name => document.querySelector(`[data-newsfeed-${name}]`).content.cloneNode(true);
  document.body.append(template("room"));
  const dialog = document.querySelector("dialog.newsfeed");
  const room = dialog.querySelector("[data-list-room]");
  const pause = dialog.querySelector("[data-pause]");
  const waiting = dialog.querySelector("[data-waiting]");
  const said = dialog.querySelector("[data-said]");
  const words = link.querySelector("[data-count] .unseen").textContent;
  let list = null, held = [], arrived = 0, saying = 0, loading = 0;
  const isPaused = () => pause.getAttribute("aria-pressed") === "true";

  async function load() {
    const mine = ++loading;
    const isFirst = !list;
    if (isFirst) room.replaceChildren(template("skeleton"));
    room.setAttribute("aria-busy", "true");
    const fresh = new Set(state().fresh);
    held = [];
    try {
      const part = await fetch(link.dataset.part, { signal: AbortSignal.timeout(8000), cache: "no-cache" });
      if (!part.ok) throw new Error(part.status);
      const made = read(await part.text());
      const since = part.headers.get("Stoppress-Log");
      // What came after the part was printed. When that cannot be told, the part is as good as the shelf.
      const answer = await fetch("/live/since?" + new URLSearchParams({ channels: feed, since }), { signal: AbortSignal.timeout(8000) });
      const { id, events } = answer.ok ? await answer.json() : { id: since, events: [] };
      if (mine !== loading) return;
      const later = held.filter(event => number(event.id) > number(id));
      held = [];
      if (![...events, ...later].every(event => apply(made, event))) {
        setTimeout(load, 1000 + Math.random() * 4000);
      }
      list = made;
      for (const item of list.children) item.classList.toggle("is-new", fresh.has(+item.dataset.story));
      show();
      if (dialog.open) looked(list.firstElementChild?.dataset.at);
    } catch {
      if (mine !== loading) return;
      list = null;
      room.replaceChildren(template("failure"));
      room.querySelector("[data-retry]").addEventListener("click", load);
    }
    room.removeAttribute("aria-busy");
  }

  function show() {
    if (list.children.length) room.replaceChildren(list);
    else room.replaceChildren(template("empty"));
  }

  function take(event) {
    if (!list || room.hasAttribute("aria-busy") || isPaused()) {
      // What was withdrawn goes at once, paused or not.
      if (!list || event.kind !== "gone" || room.hasAttribute("aria-busy")) {
        held.push(event);
        if (isPaused()) wait();
        return;
      }
      held = held.filter(other => other.story !== event.story);
      wait();
    }
    put(event);
  }

  function put(event) {
    const active = document.activeElement;
    const focused = room.contains(active) ? active.closest("li") : null;
    const heir = focused?.nextElementSibling ?? focused?.previousElementSibling;
    const before = room.scrollHeight;
    const isKnown = !!list.querySelector(`[data-story="${event.story}"]`);
    if (!apply(list, event)) load();
    if (!list.isConnected || !list.children.length) show();
    // The list never moves under the reader.
    if (room.scrollTop > 0) room.scrollTop += room.scrollHeight - before;
    if (focused && !focused.isConnected) {
      (list.querySelector(`[data-story="${focused.dataset.story}"] a`) ?? heir?.querySelector("a") ?? room).focus({ preventScroll: true });
    }
    if (event.kind !== "published" || isKnown) return;
    list.querySelector(`[data-story="${event.story}"]`)?.classList.add("is-new");
    if (!dialog.open) return;
    looked(list.firstElementChild?.dataset.at);
    arrived += 1;
    saying ||= setTimeout(announce, 5000);
  }

  // Some seconds' news in one sentence.
  function announce() {
    said.textContent = words + arrived;
    arrived = saying = 0;
  }

  function wait() {
    const fresh = new Set(held.filter(event => event.kind === "published").map(event => event.story));
    waiting.hidden = !fresh.size;
    waiting.querySelector("[data-number]").textContent = fresh.size;
  }

  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!isPaused()));
    if (isPaused() || !list) return;
    const events = held;
    held = [];
    wait();
    for (const event of events) put(event);
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  // A click beside the panel closes it.
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    link.setAttribute("aria-expanded", "false");
    link.focus();
  });
  listeners.add((kind, event) => {
    if (kind === "event") take(event);
    else if (list || dialog.open) load();
  });

  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = link.dataset.styles;
  const styled = new Promise(done => { styles.onload = styles.onerror = done; });
  document.head.append(styles);

  return async () => {
    await styled;
    if (dialog.open) return;
    dialog.showModal();
    dialog.querySelector("h2").focus();
    link.setAttribute("aria-expanded", "true");
    // What came while it was closed has been applied; without a list there is all to load.
    if (!list) load();
    else {
      const fresh = new Set(state().fresh);
      for (const item of list.children) item.classList.toggle("is-new", fresh.has(+item.dataset.story));
      if (!isPaused()) looked(list.firstElementChild?.dataset.at);
    }
  };
}
