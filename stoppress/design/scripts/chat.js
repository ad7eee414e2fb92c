// A chat while it is open, on its own page or in the panel, and how many messages of each open chat are unread.
export const parse = html => new DOMParser().parseFromString(html, "text/html");

// How many messages of a chat its reader has seen; kept in the browser alone.
export function seen(story, count) {
  let known = {};
  try { known = JSON.parse(localStorage.getItem("chats")) ?? {}; } catch { /* Begin anew. */ }
  if (count === undefined) return known[story];
  known[story] = count;
  try { localStorage.setItem("chats", JSON.stringify(known)); } catch { /* Then all is unread. */ }
  return count;
}

export const unreadOf = item => Math.max(0, item.dataset.messages - (seen(item.dataset.roomOf) ?? 0));

export function showUnread(list) {
  for (const item of list.querySelectorAll("[data-room-of]")) {
    const count = unreadOf(item);
    item.querySelector(".room-unread").hidden = !count;
    item.querySelector("[data-unread]").textContent = count > 99 ? "99+" : count;
  }
}

export function want(channel, more) {
  document.dispatchEvent(new CustomEvent("live-want", { detail: { channel, ...more } }));
}

// Shows a room in `place` and keeps it up to date; returns what ends that. Throws when it cannot be loaded.
export async function show({ place, story, part }) {
  let me = {}, held = [], heard = [], saying = 0, isPaused = false, isOver = false;
  const find = name => place.querySelector(`[data-${name}]`);
  const messages = () => find("messages");
  const isAtEnd = () => messages().scrollHeight - messages().scrollTop - messages().clientHeight < 60;
  const toEnd = () => { messages().scrollTop = messages().scrollHeight; };

  async function load() {
    const answer = await fetch(part, { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(answer.status);
    const made = parse(await answer.text()), field = find("say")?.elements.text;
    const typed = field?.value ?? "", hadFocus = field && field === document.activeElement, wasAtEnd = !messages() || isAtEnd();
    const top = messages()?.scrollTop;
    place.replaceChildren(...made.body.childNodes);
    const now = find("say")?.elements.text;
    if (now) now.value = typed;
    if (hadFocus) now?.focus({ preventScroll: true });
    seen(story, Number(find("chat").dataset.count));
    held = [];
    await settle();
    if (wasAtEnd) toEnd();
    else messages().scrollTop = top;
    return answer.headers.get("stoppress-log") ?? "";
  }

  async function settle() {
    find("say")?.addEventListener("submit", say);
    const pause = find("pause");
    pause.hidden = false;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.addEventListener("click", () => turn(!isPaused));
    find("waiting").querySelector("button").addEventListener("click", () => { turn(false); toEnd(); messages().focus({ preventScroll: true }); });
    messages().addEventListener("scroll", () => { if (!held.length && isAtEnd()) find("waiting").hidden = true; }, { passive: true });
    toEnd();
    if (!/(?:^|; )stoppress_reader=1/.test(document.cookie)) return;
    me = await (await fetch(find("own").dataset.own + "own.json")).json();
    if (me.why_not) find("say")?.replaceWith(Object.assign(document.createElement("p"), { className: "talk-shut", textContent: me.why_not }));
    for (const message of messages().children) if (me.ignored?.includes(message.dataset.writer)) message.hidden = true;
  }

  async function say(event) {
    event.preventDefault();
    const form = event.target, said = form.querySelector("[data-said]"), text = form.elements.text;
    said.hidden = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json", ...(me.token ? { "X-CSRFToken": me.token } : {}) } });
      const told = await answer.json();
      if (answer.status === 401) { form.submit(); return; }
      if (answer.ok) text.value = "";
      said.textContent = told.said;
      said.hidden = !told.said;
    } catch { form.submit(); }
    text.focus();
  }

  function turn(paused) {
    isPaused = paused;
    find("pause").setAttribute("aria-pressed", String(paused));
    if (paused) return;
    const told = held;
    held = [];
    put(told);
    find("waiting").hidden = true;
  }

  function put(told) {
    const wasAtEnd = isAtEnd();
    let added = 0;
    for (const { number, html } of told) {
      if (messages().querySelector(`[data-message="${number}"]`)) continue;
      const message = document.importNode(parse(html).querySelector("[data-message]"), true);
      message.hidden = !!me.ignored?.includes(message.dataset.writer);
      messages().append(message);
      if (message.hidden) continue;
      added += 1;
      heard.push(message);
    }
    // Who reads further up loses nothing above them; the others see the newest fifty.
    if (wasAtEnd) while (messages().children.length > 50) messages().firstElementChild.remove();
    find("empty")?.remove();
    if (wasAtEnd) toEnd();
    else if (added) wait(added);
    if (heard.length) saying ||= setTimeout(announce, 5000);
  }

  function wait(more) {
    const button = find("waiting"), number = button.querySelector("[data-number]");
    number.textContent = button.hidden ? more : Number(number.textContent) + more;
    button.hidden = false;
  }

  // A few seconds' messages: one or two are read out, more are counted.
  function announce() {
    const words = find("waiting").querySelector("span").textContent;
    find("heard").textContent = heard.length > 2 ? `${words} ${heard.length}`
      : heard.map(one => `${one.querySelector("bdi").textContent}: ${one.querySelector(".message-text").textContent}`).join(" ");
    heard = [];
    saying = 0;
  }

  function hear({ kind, messages: told, count }) {
    if (kind === "removed" || kind === "changed") held = [];
    if (kind !== "said") { load().catch(() => {}); return; }
    seen(story, count);
    if (!isPaused) { put(told); return; }
    held.push(...told);
    wait(told.length);
  }

  const take = ({ detail }) => { if (detail.channels.includes("chat:" + story)) hear(detail); };
  const anew = () => load().catch(() => {});
  const since = await load();
  document.addEventListener("live", take);
  document.addEventListener("live-reset", anew);
  want("chat:" + story, { since: since && `${since}.${since}` });
  return () => {
    if (isOver) return;
    isOver = true;
    document.removeEventListener("live", take);
    document.removeEventListener("live-reset", anew);
    clearTimeout(saying);
    want("chat:" + story, { leave: true });
  };
}

const room = document.querySelector("[data-chat-room]");
const list = document.querySelector("[data-chats]");
if (room) {
  show({ place: room.querySelector("[data-chat-place]"), story: room.dataset.chatRoom, part: room.dataset.part })
    .catch(() => { /* The form says and the link loads all the same. */ });
}
if (list) {
  showUnread(list);
  const items = [...list.querySelectorAll("[data-room-of]")];
  if (items.length) want(items.slice(0, 8).map(item => "chat:" + item.dataset.roomOf));
  document.addEventListener("live", ({ detail }) => {
    const item = detail.kind === "said" && list.querySelector(`[data-room-of="${detail.story}"]`);
    if (item) { item.dataset.messages = detail.count; showUnread(list); }
  });
}
