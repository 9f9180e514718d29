// A kiosk that nobody touches goes back to its start, which forgets what was begun there. Half a
// minute before it asks whether somebody is still at it: any touch or key says yes.
{
  const notice = document.querySelector("[data-idle]"), LEFT = 30_000;
  if (notice) {
    let timer = 0;
    const leave = () => location.replace(notice.dataset.idle);
    const ask = () => { notice.hidden = false; timer = setTimeout(leave, LEFT); };
    const stay = () => {
      notice.hidden = true;
      clearTimeout(timer);
      timer = setTimeout(ask, Number(notice.dataset.quiet) * 1_000 - LEFT);
    };
    for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) addEventListener(sign, stay, { passive: true });
    stay();
  }
}
