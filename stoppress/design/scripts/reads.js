// Says once that a story was read: after ten seconds in view, or sooner from half way down. Nothing about the reader goes along.
const LONG = 10, SHORT = 3;
const read = new Map();

function look() {
  if (document.hidden) return;
  const middle = innerHeight / 2;
  const articles = [...document.querySelectorAll("[data-article]")];
  const current = articles.findLast(article => article.getBoundingClientRect().top < middle);
  const { top, bottom, height } = current?.getBoundingClientRect() ?? {};
  if (!current || bottom < 0) return;
  const story = current.dataset.article;
  const seconds = (read.get(story) ?? 0) + 1;
  read.set(story, seconds);
  const isHalf = scrollY > 0 && middle - top > height / 2;
  if (seconds === LONG || (isHalf && seconds >= SHORT && seconds < LONG)) {
    read.set(story, Infinity);
    navigator.sendBeacon(`/reads/${story}`);
  }
}

if (navigator.sendBeacon && !navigator.globalPrivacyControl && navigator.doNotTrack !== "1") setInterval(look, 1000);
