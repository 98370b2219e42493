// The page of statistics: draws its charts and keeps its numbers up to date while somebody looks at it.
import { bars, days, draw, resize } from "./charts.js";

const kEvery = 5000; // milliseconds
const page = document.getElementById("statistics");
let shown = null; // what the charts show
let tag = "";

/** The words of the statuses, from the head of the first table. */
function words() {
  const heads = [...document.querySelectorAll("#table-items thead th")].map((head) => head.textContent);
  return { cleared: heads[2], deferred: heads[3], waiting: heads[4], action_required: heads[5] };
}

function heightOf(lines) {
  return 60 + 30 * Math.max(lines.length, 2);
}

function drawAll() {
  if (!shown) return;
  const width = page.clientWidth;
  const named = words();
  const place = (name) => page.querySelector(`[data-chart="${name}"]`);
  draw(place("items"), bars(shown.items, named, width), heightOf(shown.items));
  const lines = shown.lines.slice(0, 40);
  draw(place("lines"), bars(lines, named, width), heightOf(lines));
  if (place("days")) draw(place("days"), days(shown.days, page.dataset.open, page.dataset.cleared), 280);
}

/** The numbers come as the server writes them; where somebody is, they stay. */
async function showNumbers() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["headline", "table-items", "table-lines", "table-days", "table-documents", "table-oldest", "as-of"]) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && now && old.innerHTML !== now.innerHTML && !old.contains(document.activeElement)) old.innerHTML = now.innerHTML;
  }
}

async function refresh() {
  const answer = await fetch(page.dataset.api, { headers: tag ? { "If-None-Match": tag } : {} });
  if (answer.status === 304 || !answer.ok) return;
  const first = shown === null;
  tag = answer.headers.get("ETag") || "";
  shown = await answer.json();
  if (!first) await showNumbers();
  drawAll();
}

async function tick() {
  try {
    if (document.visibilityState === "visible") await refresh();
  } catch {
    // The service is away for a moment: the numbers on the page stay, with their time.
  }
  setTimeout(tick, kEvery);
}

window.addEventListener("resize", () => (shown ? (resize(), drawAll()) : undefined));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
tick();
