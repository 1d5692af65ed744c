// Fits the height of a frame that shows an Okno form to what is in it. Optional: without it the frame scrolls.
//   <iframe src="https://desk.example.org/form/help" title="…" style="width:100%;border:0;height:900px"></iframe>
//   <script src="https://desk.example.org/form/embed.js" defer></script>
addEventListener("message", (event) => {
  const height = event.data?.oknoFormHeight;
  if (!Number.isFinite(height)) return;
  for (const frame of document.querySelectorAll("iframe[src]")) {
    const ours = frame.contentWindow === event.source && new URL(frame.src, location.href).origin === event.origin;
    if (ours) frame.style.height = `${Math.min(Math.max(Math.ceil(height), 200), 10_000)}px`;
  }
});
