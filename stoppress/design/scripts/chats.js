// The chats over the page: the open rooms with what is unread in each, and one of them as it goes on.
let made;

export function make(link) {
  made ??= begin(link);
  return made;
}

// As many of the rooms are heard of while only the list is shown.
const HEARD = 8;

async function begin(link) {
  const { parse, show, showUnread, unreadOf, want } = await import(link.dataset.chat);
  const words = document.querySelector("[data-chats-room]").content;
  document.body.append(words.querySelector("dialog").cloneNode(true));
  const dialog = document.querySelector("dialog.chats"), place = dialog.querySelector("[data-place]");
  const title = dialog.querySelector("[data-title]"), back = dialog.querySelector("[data-back]");
  const further = dialog.querySelector("[data-further]"), name = title.textContent;
  let list = null, leave = null, styled = null, opening = 0;

  async function rooms() {
    const answer = await fetch(link.dataset.part, { signal: AbortSignal.timeout(8000), cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    list = document.createElement("div");
    list.append(...parse(await answer.text()).body.childNodes);
    const items = [...list.querySelectorAll("[data-room-of]")];
    if (items.length) want(items.slice(0, HEARD).map(item => "chat:" + item.dataset.roomOf));
    tell();
  }

  // Rooms that the reader has been in count on the link; all of them in the list.
  function tell() {
    showUnread(list);
    let known = {};
    try { known = JSON.parse(localStorage.getItem("chats")) ?? {}; } catch { /* None is known. */ }
    const unread = [...list.querySelectorAll("[data-room-of]")].filter(item => item.dataset.roomOf in known)
      .reduce((sum, item) => sum + unreadOf(item), 0);
    const badge = link.querySelector("[data-count]");
    badge.hidden = !unread;
    badge.querySelector("[data-number]").textContent = unread > 99 ? "99+" : unread;
  }

  function fail(again) {
    place.replaceChildren(words.querySelector("[data-failure]").cloneNode(true));
    place.querySelector("[data-retry]").addEventListener("click", again);
  }

  function wait() {
    place.replaceChildren(words.querySelector("[data-skeleton]").cloneNode(true));
    place.setAttribute("aria-busy", "true");
  }

  function head(text, isRoom, story) {
    title.textContent = text;
    back.hidden = !isRoom;
    dialog.classList.toggle("is-room", isRoom);
    further.textContent = isRoom ? further.dataset.story : further.dataset.list;
    further.href = isRoom ? story : link.href;
  }

  async function showRooms(from) {
    const mine = ++opening;
    leave?.();
    leave = null;
    head(name, false);
    wait();
    try {
      await rooms();
      if (mine !== opening) return;
      place.replaceChildren(list);
    } catch {
      if (mine === opening) fail(() => showRooms());
    }
    place.removeAttribute("aria-busy");
    (from && place.querySelector(`[data-room-of="${from}"] a`) || title).focus();
  }

  async function showRoom(item) {
    const mine = ++opening, inside = document.createElement("div"), story = item.dataset.roomOf;
    inside.className = "chats-room";
    inside.dataset.story = story;
    head(item.querySelector("a").textContent, true, item.dataset.storyAddress);
    wait();
    title.focus();
    try {
      // In its place from the beginning, so that it can be scrolled to its end.
      inside.hidden = true;
      place.append(inside);
      const ended = await show({ place: inside, story, part: item.querySelector("a").dataset.part });
      if (mine !== opening) { ended(); return; }
      leave = ended;
      inside.hidden = false;
      place.replaceChildren(inside);
      const messages = inside.querySelector("[data-messages]");
      messages.scrollTop = messages.scrollHeight;
    } catch {
      if (mine === opening) fail(() => showRoom(item));
    }
    place.removeAttribute("aria-busy");
  }

  place.addEventListener("click", event => {
    const chosen = event.target.closest("[data-room-of] a");
    if (!chosen || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    showRoom(chosen.closest("[data-room-of]"));
  });
  back.addEventListener("click", () => showRooms(place.querySelector(".chats-room")?.dataset.story));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    opening += 1;
    leave?.();
    leave = null;
    link.setAttribute("aria-expanded", "false");
    link.focus();
    rooms().catch(() => {});
  });
  document.addEventListener("live", ({ detail }) => {
    const item = detail.kind === "said" && list?.querySelector(`[data-room-of="${detail.story}"]`);
    if (!item) return;
    item.dataset.messages = detail.count;
    // A moment later, when a room that is open has noted that it was seen.
    setTimeout(tell);
  });

  function style() {
    return Promise.all(link.dataset.styles.split(" ").filter(href => !document.querySelector(`link[href="${href}"]`)).map(href => new Promise(done => {
      const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done });
      document.head.append(styles);
    })));
  }

  return {
    watch: rooms,
    async open() {
      styled ??= style();
      await styled;
      if (dialog.open) return;
      dialog.showModal();
      link.setAttribute("aria-expanded", "true");
      await showRooms();
    },
  };
}
