// What is new while a page is open: one stream for the whole browser, a counter, and what to show when somebody looks.
const link = document.querySelector("[data-newsfeed]");
const feed = "feed:" + link?.dataset.newsfeed;
const place = "newsfeed:" + link?.dataset.newsfeed;
const article = document.querySelector("[data-article]");
const list = document.querySelector("[data-list]");
// Of these the stream begins with the newest events, whatever was heard before: they tell whether the page is behind.
const own = article ? "story:" + article.dataset.article : list ? list.dataset.list : "";
const listeners = new Set();
const tell = (kind, said) => { for (const listener of listeners) listener(kind, said); };
const number = id => parseInt(id, 10) || 0;

// The reader's own state: how far the feed was heard, when it was last looked at, and what has come since.
function state(change) {
  let known = {};
  try { known = JSON.parse(localStorage.getItem(place)) ?? {}; } catch { /* Refused or spoilt: begin anew. */ }
  known = { at: known.at ?? "", looked: known.looked ?? Date.now() * 1000, fresh: known.fresh ?? [] };
  if (!change) return known;
  Object.assign(known, change(known));
  try { localStorage.setItem(place, JSON.stringify(known)); } catch { /* The counter then lasts as long as the page. */ }
  return known;
}

function count({ fresh } = state()) {
  const badge = link.querySelector("[data-count]");
  badge.hidden = !fresh.length;
  badge.querySelector("[data-number]").textContent = fresh.length > 99 ? "99+" : fresh.length;
}

function looked(at) {
  count(state(() => ({ fresh: [], ...(at ? { looked: at } : {}) })));
}

function hear(event) {
  if (event.channels.includes(feed)) {
    state(({ fresh, at }) => {
      // Before the first stream is open only what the page is compared with comes: that is not new.
      if (!at || number(event.id) <= number(at)) return {};
      const others = fresh.filter(id => id !== event.story);
      return { at: event.id, fresh: event.kind === "published" ? [...others, event.story].slice(-200)
        : event.kind === "gone" ? others : fresh };
    });
    count();
    tell("event", event);
  }
  if (event.channels.includes(own) && own) note("event", event);
  document.dispatchEvent(new CustomEvent("live", { detail: event }));
}

// About how many read along, where the page says so.
const present = new Map();
function showPresent() {
  for (const place of document.querySelectorAll("[data-present]")) {
    const count = present.get(place.dataset.present);
    place.hidden = !count;
    place.textContent = place.dataset.words.replace("%", count);
  }
}

// A sign of the stream: it is open, it lives, how many read along, or what was missed cannot be told and must be loaded.
async function sign(name, id) {
  if (name === "present") {
    const { channel, number: count } = JSON.parse(id);
    present.set(channel, count);
    showPresent();
  } else if (name === "reset") {
    await recount(id);
    tell("reset");
    if (own) note("reset");
    document.dispatchEvent(new Event("live-reset"));
  } else if (number(id) > number(state().at)) state(() => ({ at: id }));
}

async function recount(id) {
  try {
    const answer = await fetch(link.dataset.part, { signal: AbortSignal.timeout(8000) });
    const items = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("li[data-at]");
    count(state(({ looked }) => ({ at: id, fresh: [...items].filter(li => li.dataset.at > looked).map(li => +li.dataset.story) })));
  } catch {
    state(() => ({ at: id }));
  }
}

let notes;
function note(kind, said) {
  notes ??= import(link.dataset.notices).then(module => module.begin({ link, article, list }));
  notes.then(take => take(kind, said));
}

// One page of the browser keeps the stream, one that is seen; it tells the others what comes.
const me = Math.random().toString(36).slice(2);
let wanted = new Map();
let bus, source, release, polling, watching, heard = 0, tries = 0;

// What other scripts of this page want to hear of besides, such as a discussion.
const also = new Set();
// A stream has sixteen at most, one of them the reader’s own: of many pages those that were looked at last are heard of, the others catch up when they are.
const channels = () => [...new Set([feed, own, ...also, ...[...wanted.values()].reverse()].flat().filter(Boolean))].slice(0, 15);

// What opens the reader's own channel, when somebody is logged in: asked for by account.js, good for some minutes.
let pass, renewing;

function address(kind, since, fresh) {
  const isOwn = pass && kind === "/live/";
  const query = new URLSearchParams({ channels: [...channels(), ...isOwn ? [pass.channel] : []].join() });
  if (isOwn) query.set("ticket", pass.ticket);
  if (since) query.set("since", since);
  if (fresh?.length) query.set("new", fresh.join());
  return kind + "?" + query;
}

function hand(name, said) {
  heard = Date.now();
  bus?.postMessage({ name, said });
  return name === "event" ? hear(said) : sign(name, said);
}

function connect(fresh) {
  source?.close();
  clearTimeout(polling);
  source = new EventSource(address("/live/", state().at, fresh));
  source.onmessage = ({ data }) => hand("event", JSON.parse(data));
  for (const name of ["open", "beat", "reset", "present"]) {
    source.addEventListener(name, ({ data }) => { if (data) { tries = 0; hand(name, data); } });
  }
  // Refused, for instance because there are too many: ask again and again instead.
  source.onerror = () => {
    if (pass) renew();
    else if (source?.readyState === EventSource.CLOSED || ++tries > 3) poll(fresh);
  };
  // The ticket's time is up, or a log-in has ended.
  source.addEventListener("expired", renew);
  heard = Date.now();
}

// A stream with a ticket never comes back by itself: who is logged in is asked anew, and so is what is new for them.
function renew() {
  if (renewing || !source) return;
  source.close();
  pass = null;
  renewing = setTimeout(() => {
    document.dispatchEvent(new Event("live-renew"));
    // Without an answer the page listens to what is for everybody, and asks once more later.
    renewing = setTimeout(() => {
      renewing = 0;
      if (release && !pass) connect([]);
      setTimeout(() => document.dispatchEvent(new Event("live-renew")), 60_000);
    }, 9000);
  }, Math.min(60, 2 ** tries++) * (500 + Math.random() * 1500));
}

function grant(said) {
  clearTimeout(renewing);
  const isNew = !!renewing || said?.channel !== pass?.channel;
  renewing = 0;
  if (!isNew) return;
  pass = said;
  if (release && source) connect(own ? [own] : []);
}

document.addEventListener("live-own", ({ detail }) => {
  if (release || !bus) grant(detail);
  // The page that has the stream listens for this one; should this one get it, it has a ticket already.
  else { pass = detail; bus.postMessage({ name: "own", said: detail }); }
});

async function ask(fresh, take) {
  const answer = await fetch(address("/live/since", state().at, fresh), { signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(answer.status);
  const { id, reset, events, present: counts } = await answer.json();
  for (const [channel, count] of Object.entries(counts)) await take("present", JSON.stringify({ channel, number: count }));
  for (const event of events) await take("event", event);
  await take(reset ? "reset" : "open", id);
}

function poll(fresh, times = 0) {
  source?.close();
  source = null;
  ask(fresh, hand).then(() => { fresh = []; }, () => {});
  polling = setTimeout(() => times > 12 ? connect([]) : poll(fresh, times + 1), 15_000 + Math.random() * 10_000);
}

function lead() {
  bus?.postMessage({ name: "who" });
  wanted = new Map();
  // Those who answer are heard before the stream is asked for.
  setTimeout(() => { if (release) connect(own ? [own] : []); }, 100);
  watching = setInterval(() => { if (source && Date.now() - heard > 70_000) connect([]); }, 30_000);
}

function rest() {
  source?.close();
  source = null;
  clearTimeout(polling);
  clearInterval(watching);
  release?.();
  release = null;
}

function begin() {
  if (bus) return;
  if (!navigator.locks) { poll(own ? [own] : []); return; }
  wanted = new Map();
  bus = new BroadcastChannel("live");
  bus.onmessage = ({ data: { name, said, from } }) => {
    if (name === "event") hear(said);
    else if (name === "own") { if (release) grant(said); }
    else if (name === "who") join();
    else if (name === "want" && release) {
      const known = channels();
      wanted.delete(from);
      wanted.set(from, said);
      const fresh = channels().filter(channel => !known.includes(channel));
      if (fresh.length && source) connect(fresh);
    } else if (name === "bye") wanted.delete(from);
    else sign(name, said);
  };
  request();
}

function request() {
  navigator.locks.request("live", { ifAvailable: true }, lock => {
    if (!lock) {
      // Another page has the stream: ask it to listen for us too, and catch up with what it heard before.
      join();
      queue();
      return undefined;
    }
    return held();
  }).catch(() => {});
}

function join() {
  bus?.postMessage({ name: "want", said: [feed, own, ...also], from: me });
  setTimeout(catchUp, 800);
}

document.addEventListener("live-want", ({ detail: { channel, since, leave } }) => {
  const names = [channel].flat();
  for (const name of names) if (leave) also.delete(name); else also.add(name);
  showPresent();
  if (leave) return;
  if (release && source) connect(names);
  else if (bus) bus.postMessage({ name: "want", said: [feed, own, ...also], from: me });
  // What came between the print of the part and this moment.
  const missed = new URLSearchParams({ channels: names.join(), ...(since ? { since } : {}) });
  setTimeout(() => fetch("/live/since?" + missed).then(answer => answer.json()).then(({ reset, events }) => {
    if (reset) document.dispatchEvent(new Event("live-reset"));
    else events.forEach(hear);
  }).catch(() => {}), 300);
});

let waiting;
function queue() {
  waiting?.abort();
  waiting = new AbortController();
  navigator.locks.request("live", { signal: waiting.signal }, () => held()).catch(() => {});
}

function held() {
  if (!bus || document.hidden) return undefined;
  return new Promise(done => { release = done; lead(); });
}

function catchUp() {
  if (!release && bus) ask(own ? [own] : [], (name, said) => name === "event" ? hear(said) : sign(name, said)).catch(() => {});
}

function end() {
  waiting?.abort();
  rest();
  bus?.postMessage({ name: "bye", from: me });
  bus?.close();
  bus = null;
}

const isLatest = !!link && location.pathname === new URL(link.href).pathname;
if (link) {
  if (isLatest) looked(document.querySelector("[data-newest]")?.dataset.newest);
  count();
  addEventListener("storage", ({ key }) => { if (key === place) count(); });
  let hiding;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    // A page in the background gives the stream away and catches up when it is looked at again.
    if (document.hidden) hiding = setTimeout(end, 60_000);
    else if (bus && !release) request();
    else if (!bus) begin();
  });
  addEventListener("pagehide", end);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) begin(); });
  document.addEventListener("freeze", end);
  const start = () => setTimeout(() => { if (!document.hidden) begin(); }, 200);
  if (document.readyState === "complete") start();
  else addEventListener("load", start);

  let panel;
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    panel ??= import(link.dataset.panel).then(module => module.make({ link, feed, listeners, state, looked, number }));
    panel.then(open => open(), () => { location.href = link.href; });
  });

  const chats = document.querySelector("[data-chats-panel]");
  const room = () => import(chats.dataset.chatsPanel).then(module => module.make(chats));
  chats.setAttribute("aria-haspopup", "dialog");
  chats.addEventListener("click", event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    room().then(({ open }) => open(), () => { location.href = chats.href; });
  });
  // Who has been in a chat is told on every page what is new there.
  let known = null;
  try { known = localStorage.getItem("chats"); } catch { /* Then they look for themselves. */ }
  if (known) addEventListener("load", () => setTimeout(() => room().then(({ watch }) => watch(), () => {}), 1500));
}
