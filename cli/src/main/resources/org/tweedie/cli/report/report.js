// Click a picture to enlarge it; the arrow keys then flip through all of them in place, which shows
// differences that side by side are easily missed.
const buttons = [...document.querySelectorAll('.shown button')];
const dialog = document.querySelector('dialog');
const image = dialog.querySelector('img');
const title = dialog.querySelector('[data-title]');
let at = 0;
function show(i) {
  at = (i + buttons.length) % buttons.length;
  const source = buttons[at].querySelector('img');
  image.src = source.src;
  image.alt = source.alt;
  title.textContent = source.alt;
}
buttons.forEach((b, i) => b.addEventListener('click', () => { show(i); dialog.showModal(); }));
image.addEventListener('click', () => dialog.close());
dialog.addEventListener('keydown', e => {
  if (e.key === 'ArrowRight' || e.key === ' ') { show(at + 1); e.preventDefault(); }
  if (e.key === 'ArrowLeft') { show(at - 1); e.preventDefault(); }
});
