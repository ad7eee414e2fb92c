// Where to look in a picture and where to cut it: a frame drawn by mouse or moved by keys, with the cuts beside it.
const ratios = { "16:9": [16, 9], "4:3": [4, 3], "1:1": [1, 1], "9:16": [9, 16] };

/** The largest cut of a shape around the focal rectangle; the same rule as the press's own (pictures/rules.py). */
export function automatic(width, height, shape, focal) {
  const [across, down] = ratios[shape];
  const w = Math.max(1, Math.min(width, Math.floor(height * across / down)));
  const h = Math.max(1, Math.min(height, Math.floor(width * down / across)));
  const [x0, y0, x1, y1] = focal ?? [0, 0, width, height];
  const within = (n, most) => Math.min(Math.max(0, n), most);
  const left = within(Math.floor((x0 + x1) / 2) - Math.floor(w / 2), width - w);
  const top = within(Math.floor((y0 + y1) / 2) - Math.floor(h / 2), height - h);
  return [left, top, left + w, top + h];
}

const place = document.querySelector("[data-cutting]");
if (place) begin(place);

function begin(place) {
  const width = Number(place.dataset.width), height = Number(place.dataset.height);
  const stage = place.querySelector(".cutting-stage"), image = stage.querySelector("img");
  const frame = stage.querySelector(".cutting-frame"), said = place.querySelector("[data-said]");
  const field = name => document.getElementById(`id_${name}`);
  const crops = JSON.parse(field("crops").value || "{}");
  let focal = readFocal(), shape = "focal", drag = null;

  function readFocal() {
    const [x, y, w, h] = ["x", "y", "width", "height"].map(name => field(`focal_point_${name}`).value);
    if (!w) return null;
    return [x - Math.floor(w / 2), y - Math.floor(h / 2), Number(x) + Math.floor(w / 2), Number(y) + Math.floor(h / 2)];
  }

  const middle = () => [width * .3, height * .3, width * .7, height * .7].map(Math.round);
  const isOwn = () => shape === "focal" ? focal !== null : shape in crops;
  const current = () => shape === "focal" ? focal ?? middle() : crops[shape] ?? automatic(width, height, shape, focal);
  const cut = name => crops[name] ?? automatic(width, height, name, focal);

  /** A rectangle moved into the picture, in the shape's ratio, not smaller than anybody could see. */
  function fitted([x0, y0, x1, y1]) {
    let w = Math.max(32, Math.abs(x1 - x0)), h = Math.max(32, Math.abs(y1 - y0));
    if (shape !== "focal") {
      const [across, down] = ratios[shape], [, , most] = automatic(width, height, shape, [0, 0, 0, 0]);
      w = Math.min(Math.max(w, h * across / down), most);
      h = w * down / across;
    }
    w = Math.min(Math.round(w), width);
    h = Math.min(Math.round(h), height);
    const left = Math.min(Math.max(0, Math.round(Math.min(x0, x1))), width - w);
    const top = Math.min(Math.max(0, Math.round(Math.min(y0, y1))), height - h);
    return [left, top, left + w, top + h];
  }

  function set(box) {
    if (shape === "focal") focal = fitted(box);
    else crops[shape] = fitted(box);
    write();
  }

  function write() {
    const [x0, y0, x1, y1] = focal ?? [];
    field("focal_point_x").value = focal ? Math.floor((x0 + x1) / 2) : "";
    field("focal_point_y").value = focal ? Math.floor((y0 + y1) / 2) : "";
    field("focal_point_width").value = focal ? x1 - x0 : "";
    field("focal_point_height").value = focal ? y1 - y0 : "";
    field("crops").value = JSON.stringify(crops);
    field("crops").dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }

  function show() {
    const [x0, y0, x1, y1] = current();
    frame.style.left = `${100 * x0 / width}%`;
    frame.style.top = `${100 * y0 / height}%`;
    frame.style.width = `${100 * (x1 - x0) / width}%`;
    frame.style.height = `${100 * (y1 - y0) / height}%`;
    frame.classList.toggle("is-automatic", !isOwn());
    frame.setAttribute("aria-label", shape === "focal" ? "Focal rectangle" : `Cut ${shape}`);
    said.textContent = `${frame.getAttribute("aria-label")}: ${isOwn() ? "" : "automatic, "}${x1 - x0} × ${y1 - y0} pixels, ${x0} from the left, ${y0} from the top`;
    for (const canvas of place.querySelectorAll("canvas")) draw(canvas);
  }

  function draw(canvas) {
    const name = canvas.dataset.shape, [across, down] = ratios[name];
    canvas.height = 180;
    canvas.width = Math.round(180 * across / down);
    const scale = image.naturalWidth / width, [x0, y0, x1, y1] = cut(name).map(n => n * scale);
    if (scale) canvas.getContext("2d").drawImage(image, x0, y0, x1 - x0, y1 - y0, 0, 0, canvas.width, canvas.height);
    canvas.nextElementSibling.querySelector("[data-own]").hidden = !(name in crops);
  }

  const at = event => {
    const room = stage.getBoundingClientRect();
    const within = (n, most) => Math.min(Math.max(0, n), most);
    return [within((event.clientX - room.left) / room.width * width, width), within((event.clientY - room.top) / room.height * height, height)];
  };

  stage.addEventListener("pointerdown", event => {
    if (event.button) return;
    const [x, y] = at(event), [x0, y0, x1, y1] = current();
    if (event.target.closest(".cutting-handle")) drag = { from: [x0, y0] };
    else if (event.target === frame && isOwn()) drag = { move: [x, y], box: [x0, y0, x1, y1] };
    else drag = { from: [x, y] };
    stage.setPointerCapture(event.pointerId);
    frame.focus({ preventScroll: true });
    event.preventDefault();
  });
  stage.addEventListener("pointermove", event => {
    if (!drag) return;
    const [x, y] = at(event);
    if (drag.move) set(drag.box.map((n, i) => n + (i % 2 ? y - drag.move[1] : x - drag.move[0])));
    else if (Math.hypot(x - drag.from[0], y - drag.from[1]) > width / 100) set([...drag.from, x, y]);
  });
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => { drag = null; });

  frame.addEventListener("keydown", event => {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = arrows[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.ctrlKey ? 1 : Math.max(1, Math.round(width / 50)), [x0, y0, x1, y1] = current();
    const [dx, dy] = way.map(n => n * step);
    if (!event.shiftKey) set([x0 + dx, y0 + dy, x1 + dx, y1 + dy]);
    else if (shape === "focal") set([x0, y0, x1 + dx, y1 + dy]);
    else {
      const w = x1 - x0 + dx + dy;
      set([x0, y0, x0 + w, y0 + w * ratios[shape][1] / ratios[shape][0]]);
    }
  });

  place.querySelector("[data-automatic]").addEventListener("click", () => {
    if (shape === "focal") focal = null;
    else delete crops[shape];
    write();
  });
  for (const radio of place.querySelectorAll("[name=cutting]")) {
    radio.addEventListener("change", () => { shape = radio.value; show(); });
  }
  if (image.complete) show();
  image.addEventListener("load", show);
}
