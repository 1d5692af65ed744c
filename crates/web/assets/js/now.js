// The server's clock as seen from this page, so that a wrong clock on the desk moves no deadline. Whatever a page says is
// as old as its way here, or as a page gone back to: of all that was said the greatest is the nearest.
let offset = -Infinity;

const read = () => {
  const at = Number(document.querySelector('meta[name="okno-now"]')?.content);
  if (at) offset = Math.max(offset, at - Date.now());
};
read();
for (const event of ["turbo:load", "turbo:render"]) document.addEventListener(event, read);

export const now = () => Date.now() + (Number.isFinite(offset) ? offset : 0);
