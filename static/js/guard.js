// A little work instead of a riddle (core/guard.py): a number whose SHA-256 with the form's pass
// begins with 16 zero bits. Without this file the form is taken too, a little later.
const K = [], H = [];
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (H.length < 8) H.push((Math.sqrt(n) % 1) * 2 ** 32 | 0);
  K.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
}
const turn = (x, n) => (x >>> n) | (x << (32 - n));

// The first word of the digest of an ASCII text.
function firstWord(text) {
  const blocks = ((text.length + 8) >> 6) + 1, words = new Int32Array(blocks * 16), w = new Int32Array(64);
  for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
  words[words.length - 1] = text.length * 8;
  let state = Int32Array.from(H);
  for (let at = 0; at < words.length; at += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) { w[i] = words[at + i]; continue; }
      const a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) | 0);
  }
  return state[0];
}

// In slices, so that typing stays smooth.
function work(pass, done, from = 0) {
  const until = performance.now() + 15;
  let n = from;
  while (performance.now() < until) {
    for (const end = n + 50; n < end; n++) if (firstWord(`${pass}:${n}`) >>> 16 === 0) return done(n);
  }
  return setTimeout(work, 5, pass, done, n);
}

document.querySelectorAll("[data-guard]").forEach((pass) => {
  const answer = pass.form.elements.guard_work;
  let waiting = null;
  work(pass.value, (n) => {
    answer.value = n;
    if (waiting) pass.form.requestSubmit(waiting.submitter);
  });
  pass.form.addEventListener("submit", (event) => {
    if (answer.value !== "" || waiting) return;
    waiting = event;
    event.preventDefault();
  });
});
