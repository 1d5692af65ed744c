// Panes can be made wider and narrower, by mouse and by arrow keys, and remember it in this browser.
const LIMITS = { list: [280, 720], client: [200, 480] };
const name = (pane) => `okno-width:${pane}`;

const paneOf = (grip) => (grip.dataset.grip === "list" ? grip.previousElementSibling : grip.nextElementSibling);
const sign = (grip) => (grip.dataset.grip === "list" ? 1 : -1);
const clamp = (pane, width) => Math.min(Math.max(width, LIMITS[pane][0]), LIMITS[pane][1]);

function set(pane, width) {
  document.documentElement.style.setProperty(`--${pane}-width`, `${Math.round(clamp(pane, width))}px`);
}

/** Tells the width to those who do not see it. */
function announce() {
  for (const grip of document.querySelectorAll(".grip")) {
    const pane = paneOf(grip);
    if (pane?.offsetWidth) grip.setAttribute("aria-valuenow", pane.offsetWidth);
  }
}

function keep(pane) {
  announce();
  try {
    localStorage.setItem(name(pane), parseInt(document.documentElement.style.getPropertyValue(`--${pane}-width`), 10));
  } catch {
    // forbidden storage: the width holds for this page only
  }
}

function recall() {
  for (const pane of Object.keys(LIMITS)) {
    try {
      const width = Number(localStorage.getItem(name(pane)));
      if (width && innerWidth >= 1100) set(pane, width);
    } catch {
      return;
    }
  }
}


document.addEventListener("pointerdown", (down) => {
  const grip = down.target.closest?.(".grip");
  if (!grip) return;
  down.preventDefault();
  grip.setPointerCapture(down.pointerId);
  grip.dataset.dragging = "";
  const from = paneOf(grip).offsetWidth;
  const drag = (move) => set(grip.dataset.grip, from + (move.clientX - down.clientX) * sign(grip));
  grip.addEventListener("pointermove", drag);
  const stop = () => {
    grip.removeEventListener("pointermove", drag);
    delete grip.dataset.dragging;
    keep(grip.dataset.grip);
  };
  grip.addEventListener("lostpointercapture", stop, { once: true });
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".grip");
  const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
  if (!grip || !step) return;
  event.preventDefault();
  set(grip.dataset.grip, paneOf(grip).offsetWidth + step * sign(grip));
  keep(grip.dataset.grip);
});

recall();
