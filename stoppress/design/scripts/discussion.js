// Brings the discussion below the story once the reader is near, or at once when a link leads to one of its comments.
const place = document.querySelector(".discussion[data-script]");

async function begin() {
  const room = place.querySelector("[data-room]");
  try {
    if (room) {
      room.replaceChildren(place.querySelector("[data-skeleton]").content.cloneNode(true));
      room.setAttribute("aria-busy", "true");
    }
    const { make, style } = await import(place.dataset.script);
    if (room) await style(place.dataset.styles);
    await make(place, room);
    place.classList.add("is-loaded");
  } catch (error) {
    if (!room) throw error;
    room.replaceChildren(place.querySelector("[data-failure]").content.cloneNode(true));
    room.querySelector("[data-retry]").addEventListener("click", begin);
  }
  room?.removeAttribute("aria-busy");
}

if (place) {
  const isWanted = () => /^#(comment-\d+|discussion)$/.test(location.hash);
  if (isWanted() || !place.dataset.discussion) begin();
  else new IntersectionObserver((entries, watcher) => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    watcher.disconnect();
    begin();
  }, { rootMargin: "500px" }).observe(place);
}
