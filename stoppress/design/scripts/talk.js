// A discussion while it is open: one's own side of it, forms that lose nothing, and what others write meanwhile.
const parse = html => new DOMParser().parseFromString(html, "text/html");
const isIn = () => /(?:^|; )stoppress_reader=1/.test(document.cookie);

export function style(href) {
  if (!href || document.querySelector(`link[href="${href}"]`)) return undefined;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise(done => { link.onload = link.onerror = done; });
}

export async function make(place, room) {
  const story = +place.dataset.story;
  let since = "";
  if (room) await load(place.dataset.discussion);
  const talk = () => place.querySelector("[data-talk]");
  const word = name => place.querySelector("[data-words]").content.querySelector(`[data-word=${name}]`).textContent;
  const fresh = new Map();
  let me = {};

  async function fetched(address, options) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000), ...options });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  }

  async function load(address) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000), cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    since = answer.headers.get("stoppress-log") ?? "";
    const part = parse(await answer.text());
    if (room) room.replaceChildren(...part.body.childNodes);
    else {
      const now = part.querySelector("[data-talk]");
      talk().replaceWith(now);
    }
    setTimeout(() => place.dispatchEvent(new Event("talk-loaded")));
  }

  // One's own side.

  async function meet() {
    if (!isIn()) return;
    me = await (await fetched(talk().dataset.own + "own.json", { headers: { Accept: "application/json" } })).json();
    if (!me.name) return;
    for (const words of place.querySelectorAll("[data-stranger]")) words.hidden = true;
    if (me.why_not) {
      const said = Object.assign(document.createElement("p"), { className: "talk-shut", textContent: me.why_not });
      talk().querySelector("[data-write]")?.replaceWith(said);
    }
    talk().querySelector("[data-own-comments]").replaceChildren(...me.waiting.map(waits));
    mark(place);
  }

  function mark(within) {
    for (const comment of within.querySelectorAll("[data-comment]")) {
      const id = +comment.dataset.comment, tools = comment.querySelector(".comment-tools");
      if (me.ignored?.includes(comment.dataset.writer)) comment.hidden = true;
      comment.querySelector("[data-like]")?.classList.toggle("is-liked", !!me.liked?.includes(id));
      if (tools && me.written?.includes(id) && !tools.querySelector("[data-delete]")) {
        tools.querySelector("[data-report]")?.remove();
        tools.querySelector("[data-like]")?.removeAttribute("href");
        if (me.editable.includes(id)) tools.append(tool(id, "edit"), " ");
        tools.append(tool(id, "delete"));
      } else if (tools && me.name && comment.dataset.writer && !me.written?.includes(id) && !tools.querySelector("[data-ignore]")) {
        const ignore = tool(id, "ignore");
        ignore.href = ignore.href.replace(/comment\/\d+\/ignore/, `ignore/${comment.dataset.writer}`);
        tools.append(" ", ignore);
      }
    }
  }

  function tool(id, name) {
    const link = document.createElement("a");
    link.href = talk().dataset.own.replace(/\d+\/$/, `comment/${id}/${name}/`);
    link.textContent = word(name);
    link.dataset[name] = "";
    return link;
  }

  function waits(own) {
    const box = document.createElement("div");
    box.className = "comment comment-own";
    box.dataset.waiting = own.number;
    box.innerHTML = '<div class="comment-text" dir="auto"></div><p class="talk-waits"></p>';
    box.firstChild.append(...parse(own.html).body.childNodes);
    box.lastChild.textContent = own.said;
    return box;
  }

  // Forms: sent by script; when that is refused, what was typed stays where it is.

  const draft = () => `comment:${story}`;
  const keep = (name, value) => { try { value ? sessionStorage.setItem(name, value) : sessionStorage.removeItem(name); } catch { /* Then it lasts as long as the page. */ } };

  function dress(form) {
    const text = form.querySelector("textarea"), said = form.querySelector("[data-said]");
    const name = draft() + (form.dataset.parent ?? "");
    try { text.value ||= sessionStorage.getItem(name) ?? ""; } catch { /* Nothing was kept. */ }
    text.addEventListener("input", () => keep(name, text.value));
    form.addEventListener("submit", async event => {
      event.preventDefault();
      const button = form.querySelector("button.chief");
      button.disabled = true;
      said.hidden = true;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json", ...(me.token ? { "X-CSRFToken": me.token } : {}) },
        });
        const told = await answer.json();
        if (answer.status === 401) return form.submit();
        if (!answer.ok) throw new Error(told.said);
        keep(name, "");
        text.value = "";
        if (told.is_public) { me.written?.push(told.comment.number); me.editable?.push(told.comment.number); own.add(told.comment.number); }
        else talk().querySelector("[data-own-comments]").prepend(waits(told.comment));
        talk().querySelector("[data-told]").textContent = told.said;
        if (form.dataset.parent) form.remove();
        flush();
      } catch (error) {
        said.textContent = error.message && !(error instanceof TypeError || error instanceof SyntaxError) ? error.message : word("lost");
        said.hidden = false;
        text.focus();
      }
      button.disabled = false;
      return undefined;
    });
  }

  function answer(link, comment) {
    const id = comment.dataset.comment;
    if (comment.querySelector("form")) return comment.querySelector("textarea").focus();
    const form = place.querySelector("[data-write]").cloneNode(true);
    form.dataset.parent = id;
    form.querySelector("textarea").id = "reply-" + id;
    form.querySelector("textarea").value = "";
    form.querySelector("label").htmlFor = "reply-" + id;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "parent", value: id }));
    const cancel = Object.assign(document.createElement("button"), { type: "button", textContent: word("cancel") });
    cancel.addEventListener("click", () => { form.remove(); link.focus(); });
    form.querySelector("button.chief").after(" ", cancel);
    comment.append(form);
    dress(form);
    return form.querySelector("textarea").focus();
  }

  async function like(link, comment) {
    const id = +comment.dataset.comment, isLiked = me.liked.includes(id);
    const said = new URLSearchParams({ like: isLiked ? "0" : "1" });
    try {
      await fetched(link.href, { method: "POST", body: said, headers: { Accept: "application/json", "X-CSRFToken": me.token } });
      me.liked = isLiked ? me.liked.filter(other => other !== id) : [...me.liked, id];
      link.classList.toggle("is-liked", !isLiked);
    } catch { location.assign(link.href); }
  }

  // What others write. It waits behind a button, so that nothing moves under the reader; changes of what is shown are shown.

  const own = new Set();
  const heard = new Map();

  function take(event) {
    talk().dataset.count = event.count;
    count();
    for (const id of event.gone ?? []) {
      heard.delete(id);
      fresh.delete(id);
      drop(id);
    }
    for (const row of event.rows ?? []) {
      if ((heard.get(row.id)?.version ?? 0) >= row.version) continue;
      heard.set(row.id, row);
      const shown = place.querySelector(`[data-comment="${row.id}"]`);
      if (shown) replace(shown, row);
      else if (!row.gone) fresh.set(row.id, row);
    }
    flush();
  }

  function replace(shown, row) {
    if (+shown.dataset.version >= row.version) return;
    const now = comment(row), form = shown.querySelector("form");
    if (form) now.append(form);
    shown.replaceWith(now);
    mark(now.parentElement);
  }

  function drop(id) {
    const shown = place.querySelector(`[data-comment="${id}"]`), branch = shown?.parentElement;
    shown?.remove();
    if (branch && !branch.querySelector("[data-comment]")) branch.remove();
  }

  const comment = row => document.importNode(parse(row.html).querySelector("[data-comment]"), true);

  function insert(row) {
    if (place.querySelector(`[data-comment="${row.id}"]`)) return;
    const made = comment(row), rooms = talk().querySelector("[data-branches]");
    let branch = rooms.querySelector(`[data-branch="${row.root}"]`);
    if (!branch && row.root !== row.id) return; // its root is on a page that is not open
    if (!branch) {
      branch = Object.assign(document.createElement("div"), { className: "branch" });
      branch.dataset.branch = row.root;
      rooms.prepend(branch);
    }
    const next = [...branch.querySelectorAll(":scope > [data-comment]")].find(other => other.dataset.path > row.path);
    if (next) next.before(made);
    else if (branch.querySelector(":scope > .comment-more")) branch.querySelector(":scope > .comment-more").before(made);
    else branch.append(made);
    place.querySelector("[data-empty]")?.remove();
    mark(branch);
  }

  function flush() {
    for (const id of own) if (fresh.has(id)) { insert(fresh.get(id)); fresh.delete(id); }
    const isShown = talk().dataset.shown;
    const button = talk().querySelector("[data-new]");
    button.querySelector("[data-number]").textContent = fresh.size;
    button.hidden = !fresh.size || !!isShown;
  }

  function count() {
    const shown = place.querySelector("[data-talk-count]");
    if (shown) shown.textContent = +talk().dataset.count || "";
  }

  async function show() {
    if (talk().dataset.sort !== "newest") await load(place.dataset.discussion ?? location.pathname).then(settle);
    else for (const row of [...fresh.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) insert(row);
    const first = [...fresh.keys()].map(id => place.querySelector(`[data-comment="${id}"]`)).find(Boolean);
    fresh.clear();
    flush();
    first?.focus({ preventScroll: true });
    first?.scrollIntoView({ block: "center" });
  }

  async function more(link) {
    const part = parse(await (await fetched(link.dataset.more)).text());
    const holder = link.closest(".comment-more"), branch = link.closest(".branch"), come = part.querySelector(".branch");
    const first = part.querySelector("[data-comment]");
    for (const known of part.querySelectorAll("[data-comment]")) {
      if (place.querySelector(`[data-comment="${known.dataset.comment}"]`)) known.remove();
      else fresh.delete(+known.dataset.comment);
    }
    holder.replaceWith(...(branch ? come?.childNodes ?? [] : part.body.childNodes));
    mark(place);
    flush();
    first?.focus();
  }

  function settle() {
    heard.clear();
    for (const form of place.querySelectorAll("[data-write]")) dress(form);
    count();
    return meet().catch(() => {});
  }

  place.addEventListener("click", event => {
    const link = event.target.closest("a, button"), comment = link?.closest("[data-comment]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const { more: isMore, sortPart, like: isLike, reply: isReply } = link.dataset;
    if (isMore !== undefined) { event.preventDefault(); more(link).catch(() => location.assign(link.href)); }
    else if (sortPart && place.dataset.discussion) { event.preventDefault(); fresh.clear(); load(sortPart).then(settle, () => location.assign(link.href)); }
    else if (isReply !== undefined && place.querySelector("[data-write]")) { event.preventDefault(); answer(link, comment); }
    else if (isLike !== undefined && me.name) { event.preventDefault(); if (link.href) like(link, comment); }
    else if (link.closest("[data-new]")) show();
  });

  document.addEventListener("live", ({ detail }) => { if (detail.channels.includes("talk:" + story)) take(detail); });
  document.addEventListener("live-reset", () => { fresh.clear(); load(place.dataset.discussion ?? location.pathname).then(settle).catch(() => {}); });
  document.dispatchEvent(new CustomEvent("live-want", { detail: { channel: "talk:" + story, since: since && `${since}.${since}` } }));
  await settle();
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.dataset.comment) { target.classList.add("is-shown"); target.scrollIntoView({ block: "center" }); }
}
