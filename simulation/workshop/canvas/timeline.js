// The whole run on a line: messages a day as bars, members as a line, what happened marked; and one member's strip.

const SIGNS = { died: "†", again: "†", revived: "↑", closed: "■", opened: "□", burst: "»", change: "◆", ban: "×", kocs: "★" };

// Horizontal place of a day: where the slider's thumb is, which is 16 pixels wide.
function placeOf(day, days, width) {
  return days > 1 ? 8 + ((width - 16) * day) / (days - 1) : width / 2;
}

function dayAt(x, days, width) {
  return Math.max(0, Math.min(days - 1, Math.round(((x - 8) / (width - 16)) * (days - 1))));
}

function drawTimeline(canvas, recording, words, day) {
  const { c, width, height } = fitted(canvas, 74);
  const { days, daily } = recording;
  const [top, bottom] = [30, height - 2];
  const high = Math.max(1, ...daily.messages);
  const many = Math.max(1, ...daily.present);
  const at = (d) => placeOf(d, days, width);
  for (const [first, last] of recording.campaign) {
    if (first > day) continue;
    c.fillStyle = "#f3e6b8";
    c.fillRect(at(first) - 2, top, Math.max(4, at(Math.min(last, day)) - at(first) + 4), bottom - top);
  }
  c.fillStyle = BARS;
  const thick = Math.max(1, (width - 16) / days - 0.6);
  // what is still to come is not shown: whoever watches is to guess
  daily.messages.slice(0, day + 1).forEach((said, d) => {
    const tall = ((bottom - top) * said) / high;
    c.fillRect(at(d) - thick / 2, bottom - tall, thick, tall);
  });
  c.strokeStyle = INK;
  c.lineWidth = 1.4;
  c.beginPath();
  daily.present.slice(0, day + 1).forEach((count, d) => c.lineTo(at(d), bottom - (bottom - top) * 0.96 * (count / many)));
  c.stroke();
  markDays(c, recording, words, width, top, bottom, at, day);
  c.strokeStyle = COLOURS.leaving;
  c.lineWidth = 2;
  line(c, at(day), top - 4, at(day), bottom);
}

// Signs with their words; words are left out where they would stand on others, never the signs.
function markDays(c, recording, words, width, top, bottom, at, until) {
  const marks = recording.marks.filter((mark) => mark.day <= until).map((mark) => [mark.day, SIGNS[mark.kind], words[`mark_${mark.kind}`], mark.kind]);
  for (const [first] of recording.campaign) if (first <= until) marks.push([first, "¥", words.campaign, "campaign"]);
  const rank = (mark) => ["died", "again", "revived", "campaign", "ban"].indexOf(mark[3]);
  marks.sort((a, b) => (rank(b) >= 0) - (rank(a) >= 0) || a[0] - b[0]);
  const taken = [];
  const free = (left, right, row) => taken.every(([a, b, r]) => r !== row || right < a || left > b);
  c.textAlign = "left";
  for (const [day, sign, text] of marks) {
    const x = at(day);
    c.font = "600 12px sans-serif";
    c.strokeStyle = INK;
    c.lineWidth = 1;
    c.setLineDash([2, 2]);
    line(c, x, top - 2, x, bottom);
    c.setLineDash([]);
    c.fillStyle = INK;
    const whole = `${sign} ${text}`;
    for (const [label, row] of [[whole, 0], [whole, 1], [sign, 0], [sign, 1]]) {
      const wide = c.measureText(label).width;
      const left = Math.max(0, Math.min(width - wide, x - 4));
      if (free(left - 3, left + wide + 3, row)) {
        c.fillText(label, left, row ? 25 : 11);
        taken.push([left - 3, left + wide + 3, row]);
        break;
      }
    }
  }
}

// One member's time in the group: the state as a band, what was said as bars above it, the day as a line.
function drawStrip(canvas, recording, member, day) {
  const { c, width, height } = fitted(canvas, 34);
  const days = recording.days;
  const step = width / days;
  const band = height - 10;
  c.fillStyle = "#f5f5f5";
  c.fillRect(0, band, width, 10);
  const most = Math.max(3, ...[...member.said].map((one) => parseInt(one, 36)));
  for (let i = 0; i < member.days.length; i++) {
    const state = STATES[member.days[i].toLowerCase()];
    const x = (member.from + i) * step;
    // dark for the active, ever lighter for the others, so that it reads in grey
    c.fillStyle = { new: "#1b7a70", active: "#0b2f55", lurking: "#c9c9c9", muted: "#808080", leaving: "#cb5410" }[state];
    c.fillRect(x, state === "muted" ? band + 5 : band, step + 0.5, state === "muted" ? 5 : 10);
    const said = parseInt(member.said[i] || "0", 36);
    c.fillStyle = INK;
    const tall = said ? Math.max(4, ((band - 3) * said) / most) : 0;
    c.fillRect(x, band - 1 - tall, Math.max(1, step * 0.8), tall);
  }
  c.strokeStyle = COLOURS.leaving;
  c.lineWidth = 2;
  line(c, (day + 0.5) * step, 0, (day + 0.5) * step, height);
}
