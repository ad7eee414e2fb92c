// Says that what the page shows has become another, and never moves the page.

export function begin({ link, article, list }) {
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = link.dataset.styles;
  const styled = new Promise(done => { styles.onload = styles.onerror = done; });
  document.head.append(styles);
  document.body.append(document.querySelector("[data-notes]").content.cloneNode(true));
  const box = document.querySelector(".note");
  const close = box.querySelector("[data-close]");
  const fresh = new Set();
  let shown = "";
  box.classList.add("note-empty");
  close.addEventListener("click", () => say(""));

  async function say(name) {
    await styled;
    shown = name;
    for (const words of box.querySelectorAll("[data-note]")) words.hidden = words.dataset.note !== name;
    box.classList.toggle("note-empty", !name);
    for (const again of box.querySelectorAll("[data-again]")) again.href = location.pathname;
  }

  function number() {
    box.querySelector("[data-note=new] [data-number]").textContent = fresh.size;
    if (fresh.size) say("new");
    else if (shown) say("");
  }

  const isShown = (address, root) => [...root.querySelectorAll("a[href]")].some(a => a.getAttribute("href") === address);

  function hearOfStory({ kind, version }) {
    if (version <= article.dataset.version) return;
    if (kind === "gone" || shown === "gone") say(kind === "gone" ? "gone" : "updated");
    else if (kind === "corrected" || (kind !== "refiled" && shown !== "corrected")) say(kind === "corrected" ? "corrected" : "updated");
  }

  function hearOfList({ kind, story, at, address, channels }) {
    if (kind === "gone" || !channels.includes(list.dataset.list)) fresh.delete(story);
    else if (kind === "published" && at > (list.dataset.newest ?? 0) && !isShown(address, list)) fresh.add(story);
    number();
  }

  // What was missed cannot be told: look at the page as it is now.
  async function look() {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    if (article && [404, 410, 451].includes(answer.status)) return say("gone");
    if (!answer.ok) return undefined;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const version = now.querySelector("[data-article]")?.dataset.version;
    if (article) return version > +article.dataset.version ? say("updated") : undefined;
    const newer = now.querySelector("[data-list]");
    if (!(newer?.dataset.newest > (list.dataset.newest ?? 0))) return undefined;
    for (const a of newer.querySelectorAll("h2 a[href], h3 a[href], li[data-story] a[href]")) {
      const address = a.getAttribute("href");
      const id = +address.match(/--(\d+)\.html$/)?.[1];
      if (id && !isShown(address, list)) fresh.add(id);
    }
    return number();
  }

  return (kind, event) => {
    if (kind === "reset") look().catch(() => {});
    else if (article) hearOfStory(event);
    else if (list) hearOfList(event);
  };
}
