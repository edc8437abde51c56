// How members look. Every state has a colour and a shape of its own, so that it reads in grey and on paper.

const INK = "#222222";
const GREY = "#808080";
const BARS = "#8fa3b8";
const COLOURS = {
  new: "#1b7a70",
  active: "#0b2f55",
  lurking: "#9a9a9a",
  muted: "#808080",
  leaving: "#cb5410",
  koc: "#64237a",
  hunter: "#b88c00",
};
const STATES = { n: "new", a: "active", l: "lurking", m: "muted", x: "leaving" };

// What a member is drawn as on a day, or null on a day on which they are not there.
function lookOf(member, day) {
  const letter = member.days[day - member.from];
  if (letter === undefined || day < member.from) return null;
  const state = STATES[letter.toLowerCase()];
  return { state, role: roleOf(member, day), opened: letter !== letter.toLowerCase() };
}

function roleOf(member, day) {
  if (member.koc !== null && day >= member.koc) return "koc";
  return member.hunter ? "hunter" : "member";
}

// Trace the outline of a role: circle, star or triangle.
function outline(c, role, x, y, r) {
  c.beginPath();
  if (role === "koc") {
    for (let i = 0; i < 10; i++) {
      const far = i % 2 ? 0.62 * r : 1.45 * r;
      const turn = (Math.PI * i) / 5 - Math.PI / 2;
      c.lineTo(x + far * Math.cos(turn), y + far * Math.sin(turn));
    }
    c.closePath();
  } else if (role === "hunter") {
    c.moveTo(x, y - 1.3 * r);
    c.lineTo(x + 1.2 * r, y + 0.9 * r);
    c.lineTo(x - 1.2 * r, y + 0.9 * r);
    c.closePath();
  } else {
    c.arc(x, y, r, 0, 2 * Math.PI);
  }
}

function drawDot(c, look, x, y, r) {
  const { state, role } = look;
  if (state === "leaving") return cross(c, x, y, r);
  const colour = role === "member" || state === "muted" ? COLOURS[state] : COLOURS[role];
  c.lineWidth = Math.max(1.2, r / 4);
  c.strokeStyle = colour;
  if (role === "member" && state === "lurking") {
    outline(c, role, x, y, 0.72 * r);
    c.fillStyle = look.opened ? "#8a8a8a" : "#d6d6d6";
    c.fill();
    c.lineWidth = 1;
    c.stroke();
    return;
  }
  outline(c, role, x, y, state === "new" || state === "muted" ? 0.85 * r : r);
  c.fillStyle = state === "active" ? colour : "#ffffff";
  c.fill();
  if (state === "lurking") {
    c.save();
    c.globalAlpha *= 0.35;
    c.fillStyle = colour;
    c.fill();
    c.restore();
  }
  c.stroke();
  if (state === "muted") line(c, x - r, y + r, x + r, y - r);
  if (state === "new" && role === "member") {
    line(c, x - 0.45 * r, y, x + 0.45 * r, y);
    line(c, x, y - 0.45 * r, x, y + 0.45 * r);
  }
}

function cross(c, x, y, r) {
  c.strokeStyle = COLOURS.leaving;
  c.lineWidth = Math.max(2, r / 2.5);
  line(c, x - 0.8 * r, y - 0.8 * r, x + 0.8 * r, y + 0.8 * r);
  line(c, x - 0.8 * r, y + 0.8 * r, x + 0.8 * r, y - 0.8 * r);
}

function line(c, x, y, x2, y2) {
  c.beginPath();
  c.moveTo(x, y);
  c.lineTo(x2, y2);
  c.stroke();
}

// The legend: keys of its words, and what is drawn before them in a square of 20.
const dot = (state, role = "member") => (c) => drawDot(c, { state, role }, 10, 10.5, 6.5);
const SAMPLES = [
  ["look_new", dot("new")],
  ["look_active", dot("active")],
  [
    "look_lurking",
    (c) => {
      drawDot(c, { state: "lurking", role: "member" }, 6, 10, 6);
      drawDot(c, { state: "lurking", role: "member", opened: true }, 15, 10, 6);
    },
  ],
  ["look_muted", dot("muted")],
  ["look_leaving", dot("leaving")],
  ["look_koc", dot("active", "koc")],
  ["look_hunter", dot("active", "hunter")],
  ["sign_talk", (c) => ring(c)],
  ["sign_order", null],
  ["operator", (c) => drawOperator(c, 10, 10, 7, 1)],
  ["messages_line", (c) => bars(c)],
  ["members_line", (c) => stroke(c)],
  ["sign_seat", null],
];

function ring(c) {
  drawDot(c, { state: "active", role: "member" }, 10, 10, 4);
  c.lineWidth = 1.6;
  c.beginPath();
  c.arc(10, 10, 8, 0, 2 * Math.PI);
  c.stroke();
}

function bars(c) {
  c.fillStyle = BARS;
  [8, 14, 11].forEach((tall, i) => c.fillRect(3 + 5 * i, 18 - tall, 4, tall));
}

function stroke(c) {
  c.strokeStyle = INK;
  c.lineWidth = 1.6;
  line(c, 2, 12, 18, 8);
}

// The operator: a square, as full as there is energy (1.5 at most).
function drawOperator(c, x, y, half, zeal) {
  c.fillStyle = "#ffffff";
  c.fillRect(x - half, y - half, 2 * half, 2 * half);
  c.fillStyle = COLOURS.leaving;
  const tall = (2 * half * zeal) / 1.5;
  c.fillRect(x - half, y + half - tall, 2 * half, tall);
  c.strokeStyle = INK;
  c.lineWidth = 1.4;
  c.strokeRect(x - half, y - half, 2 * half, 2 * half);
}

// Fit a canvas to its place and to the screen's pixels; returns its context and its size in CSS pixels.
function fitted(canvas, height) {
  const width = canvas.clientWidth || canvas.parentElement.clientWidth || 300;
  const tall = height || canvas.clientHeight;
  const dense = Math.min(3, window.devicePixelRatio || 1);
  const want = [Math.round(width * dense), Math.round(tall * dense)];
  if (canvas.width !== want[0] || canvas.height !== want[1]) [canvas.width, canvas.height] = want;
  const c = canvas.getContext("2d");
  c.setTransform(dense, 0, 0, dense, 0, 0);
  c.clearRect(0, 0, width, tall);
  return { c, width, height: tall };
}

// Fill {braces} of a text.
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
