// The next story of the section below the one that was read; address and title are those of the one that is being read.
const place = document.querySelector("[data-continue]");
const first = document.querySelector("[data-article]");
// Some stories, then the reader is let go: the foot of the page can be reached.
const MOST = 4;
const stories = [];
let reading, shown, isWaiting = false;

const page = html => new DOMParser().parseFromString(html, "text/html");
const template = name => document.querySelector(`[data-${name}]`).content.cloneNode(true);

async function fetched(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(answer.status);
  return page(await answer.text());
}

async function go() {
  const room = document.createElement("div");
  room.className = "next-room";
  room.setAttribute("aria-busy", "true");
  room.append(template("continue-skeleton"));
  place.append(room);
  try {
    const way = (await fetched(place.dataset.continue)).querySelector(".next-way");
    place.querySelector("[data-plain]")?.remove();
    if (!way) return room.remove();
    const next = await fetched(way.querySelector("a").href);
    const article = next.querySelector("article.story");
    await dress(next);
    settle(article, stories.length);
    room.replaceChildren(document.importNode(way, true), document.importNode(article, true));
    stories.push({ article: room.querySelector("article"), title: next.title, address: article.dataset.address });
    place.dataset.continue = next.querySelector("[data-continue]").dataset.continue;
    document.dispatchEvent(new CustomEvent("story-added", { detail: room }));
    if (stories.length <= MOST) watch();
  } catch {
    room.replaceChildren(template("continue-failure"));
    room.querySelector("[data-retry]").addEventListener("click", () => { room.remove(); go(); });
  }
  return room.removeAttribute("aria-busy");
}

// What the story's own page has and this one lacks: a live blog's styles, for instance.
async function dress(next) {
  const known = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map(link => link.getAttribute("href")));
  const lacking = [...next.querySelectorAll("link[rel=stylesheet]")].filter(link => !known.has(link.getAttribute("href")));
  await Promise.all([place.dataset.styles, ...lacking.map(link => link.getAttribute("href"))].filter(href => !known.has(href)).map(href => {
    const styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = href;
    document.head.append(styles);
    return new Promise(done => { styles.onload = styles.onerror = done; });
  }));
}

// A second story in a page: its heading stands below the page's, its names are its own.
function settle(article, count) {
  const head = article.querySelector("h1");
  const second = article.ownerDocument.createElement("h2");
  second.className = head.className;
  second.append(...head.childNodes);
  head.replaceWith(second);
  for (const part of article.querySelectorAll("[aria-labelledby]")) {
    const words = article.querySelector("#" + CSS.escape(part.getAttribute("aria-labelledby")))?.textContent ?? "";
    part.removeAttribute("aria-labelledby");
    if (part.matches("nav")) part.setAttribute("aria-label", `${words}: ${second.textContent}`);
  }
  for (const named of article.querySelectorAll("[id]")) {
    for (const way of article.querySelectorAll(`a[href="#${CSS.escape(named.id)}"]`)) way.setAttribute("href", `#${named.id}-${count}`);
    named.id += "-" + count;
  }
  for (const image of article.querySelectorAll("img[fetchpriority]")) {
    image.removeAttribute("fetchpriority");
    image.loading = "lazy";
  }
}

function watch() {
  const watcher = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    watcher.disconnect();
    go();
  }, { rootMargin: "0px 0px 1500px" });
  watcher.observe(place.lastElementChild?.querySelector(".story-foot") ?? place);
}

// Which story is being read, and how far.
function follow() {
  isWaiting = false;
  const middle = innerHeight / 2;
  const current = stories.findLast(({ article }) => article.getBoundingClientRect().top < middle) ?? stories[0];
  const { top, height } = current.article.getBoundingClientRect();
  const isBelow = current.article.querySelector(".headline").getBoundingClientRect().bottom < 0;
  reading.classList.toggle("reading-shown", isBelow && top + height > 0);
  reading.lastElementChild.style.setProperty("--read", Math.min(1, Math.max(0, (innerHeight - top) / height)));
  if (current === shown) return;
  reading.firstElementChild.textContent = current.article.querySelector(".headline").textContent;
  if (shown) {
    history.replaceState(history.state, "", current.address + (current === stories[0] ? location.search : ""));
    document.title = current.title;
  }
  shown = current;
}

if (place && first && "IntersectionObserver" in window) {
  stories.push({ article: first, title: document.title, address: first.dataset.address });
  dress(document).then(() => {
    document.body.append(template("reading"));
    reading = document.querySelector(".reading");
    follow();
    const soon = () => { if (!isWaiting) { isWaiting = true; requestAnimationFrame(follow); } };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
  });
  watch();
}
