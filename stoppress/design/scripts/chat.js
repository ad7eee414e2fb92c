// A chat while it is open, and how many messages of each open chat are unread.
const parse = html => new DOMParser().parseFromString(html, "text/html");
const room = document.querySelector("[data-chat-room]");
const list = document.querySelector("[data-chats]");
const seen = (story, count) => {
  let known = {};
  try { known = JSON.parse(localStorage.getItem("chats")) ?? {}; } catch { /* Begin anew. */ }
  if (count === undefined) return known[story] ?? 0;
  known[story] = count;
  try { localStorage.setItem("chats", JSON.stringify(known)); } catch { /* Then all is unread. */ }
  return count;
};

function unread() {
  for (const item of list.querySelectorAll("[data-room-of]")) {
    const badge = item.querySelector("[data-unread]"), count = item.dataset.messages - seen(item.dataset.roomOf);
    badge.hidden = count <= 0;
    badge.textContent = count > 99 ? "99+" : count;
  }
}

function want(channel, since) {
  document.dispatchEvent(new CustomEvent("live-want", { detail: { channel, since } }));
}

async function chat() {
  const story = room.dataset.chatRoom, place = room.querySelector("[data-chat-place]");
  let me = {}, total = 0;

  async function load() {
    const answer = await fetch(room.dataset.part, { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(answer.status);
    const typed = place.querySelector("[name=text]")?.value ?? "";
    place.replaceChildren(...parse(await answer.text()).body.childNodes);
    if (place.querySelector("[name=text]")) place.querySelector("[name=text]").value = typed;
    await settle();
    return answer.headers.get("stoppress-log") ?? "";
  }

  const messages = () => place.querySelector("[data-messages]");
  const end = () => { messages().scrollTop = messages().scrollHeight; };

  async function settle() {
    end();
    place.querySelector("[data-say]")?.addEventListener("submit", say);
    if (!/(?:^|; )stoppress_reader=1/.test(document.cookie)) return;
    me = await (await fetch(place.querySelector("[data-own]").dataset.own + "own.json")).json();
    if (me.why_not) place.querySelector("[data-say]")?.replaceWith(Object.assign(document.createElement("p"), { className: "talk-shut", textContent: me.why_not }));
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

  function hear({ kind, messages: told, count }) {
    if (kind !== "said") { load().catch(() => {}); return; }
    const isAtEnd = messages().scrollHeight - messages().scrollTop - messages().clientHeight < 40;
    for (const { number, html } of told) {
      if (messages().querySelector(`[data-message="${number}"]`)) continue;
      const message = document.importNode(parse(html).querySelector("[data-message]"), true);
      message.hidden = !!me.ignored?.includes(message.dataset.writer);
      messages().append(message);
    }
    while (messages().children.length > 50) messages().firstElementChild.remove();
    place.querySelector("[data-empty]")?.remove();
    total = count;
    seen(story, total);
    if (isAtEnd) end();
  }

  document.addEventListener("live", ({ detail }) => { if (detail.channels.includes("chat:" + story)) hear(detail); });
  document.addEventListener("live-reset", () => load().catch(() => {}));
  const since = await load();
  want("chat:" + story, since && `${since}.${since}`);
}

if (room) chat().catch(() => { /* The form says and the link loads all the same. */ });
if (list) {
  unread();
  for (const item of list.querySelectorAll("[data-room-of]")) {
    want("chat:" + item.dataset.roomOf);
    item.addEventListener("click", () => seen(item.dataset.roomOf, +item.dataset.messages));
  }
  document.addEventListener("live", ({ detail }) => {
    const item = detail.kind === "said" && list.querySelector(`[data-room-of="${detail.story}"]`);
    if (item) { item.dataset.messages = detail.count; unread(); }
  });
}
