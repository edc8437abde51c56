// The picture of a day: members on their seats, the operator in the middle. A frame is drawn from the recording, the
// day and how far the day has gone (0 to 1); nothing is remembered from frame to frame, so every day can be gone to.

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const REST = 0.5; // how a day looks when the clock stands
const AROUND = 425; // pixels of a window above and below the picture: the controls are to be seen with it

class Stage {
  constructor(canvas, recording) {
    this.canvas = canvas;
    this.take(recording);
  }

  take(recording) {
    this.recording = recording;
    this.members = recording.members;
    this.seen = []; // members by day, so that a frame looks at those present only
    for (let day = 0; day < recording.days; day++) this.seen.push([]);
    this.members.forEach((member, number) => {
      const last = Math.min(recording.days, member.from + member.days.length);
      for (let day = member.from; day < last; day++) this.seen[day].push(number);
    });
    this.words = this.members.map((member) => (day) => parseInt(member.said[day - member.from] || "0", 36));
    this.bought = this.members.map((member) => new Set(member.ordered));
  }

  // Seats on a sunflower: evenly spread, from the middle outwards, the same place on every day.
  layout(width, height) {
    const inner = 30;
    const [rx, ry] = [width / 2 - 22, height / 2 - 22];
    const least = Math.min(rx, ry);
    const seats = Math.max(12, this.recording.seats);
    const start = Math.min(0.4, inner / least) ** 2;
    this.radius = Math.max(2.6, Math.min(10, 0.44 * Math.sqrt((Math.PI * rx * ry) / seats)));
    this.middle = [width / 2, height / 2];
    this.places = [];
    for (let i = 0; i < seats; i++) {
      const far = Math.sqrt(start + ((1 - start) * (i + 0.5)) / seats);
      const turn = i * GOLDEN;
      this.places.push([
        this.middle[0] + rx * far * Math.cos(turn),
        this.middle[1] + ry * far * Math.sin(turn),
      ]);
    }
  }

  // Where the way from a seat outwards meets the edge.
  edge(place) {
    const [mx, my] = this.middle;
    const [dx, dy] = [place[0] - mx || 1e-6, place[1] - my || 1e-6];
    const times = Math.min((mx + 14) / Math.abs(dx), (my + 14) / Math.abs(dy));
    return [mx + dx * times, my + dy * times];
  }

  // Where a member is at a moment of a day, and how solid.
  whereabouts(number, day, part, still) {
    const member = this.members[number];
    const seat = this.places[member.seat];
    if (still) return [seat[0], seat[1], 1];
    if (day === member.from && day > 0 && part < 0.6) return this.way(this.edge(seat), seat, part / 0.6, true);
    if (member.left === day && part > 0.25) return this.way(seat, this.edge(seat), (part - 0.25) / 0.75, false);
    return [seat[0], seat[1], 1];
  }

  way(from, to, share, coming) {
    const eased = share * share * (3 - 2 * share);
    return [from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased, coming ? 0.3 + 0.7 * eased : 1 - eased];
  }

  draw(day, part, still, chosen) {
    const wide = this.canvas.clientWidth || 300;
    const most = Math.min(560, wide * (wide < 500 ? 0.95 : 0.66), window.innerHeight - AROUND);
    const tall = Math.round(Math.max(300, most));
    this.canvas.style.height = `${tall}px`;
    const { c, width, height } = fitted(this.canvas, tall);
    if (this.width !== width || this.height !== height || this.of !== this.recording) {
      [this.width, this.height, this.of] = [width, height, this.recording];
      this.layout(width, height);
    }
    const dead = this.recording.dead[day] === "1";
    c.fillStyle = dead ? "#ededed" : "#ffffff";
    c.fillRect(0, 0, width, height);
    this.operator(c, day, still ? REST : part);
    const here = this.seen[day];
    this.drawn = [];
    for (const number of here) this.invitation(c, number, day, still ? REST : part);
    for (const number of here) {
      const [x, y, solid] = this.whereabouts(number, day, part, still);
      this.drawn.push([number, x, y]);
      this.person(c, number, day, part, still, x, y, solid);
    }
    if (chosen !== null) this.choose(c, chosen, day);
  }

  person(c, number, day, part, still, x, y, solid) {
    const member = this.members[number];
    const r = this.radius;
    const look = lookOf(member, day);
    c.globalAlpha = solid;
    const words = this.words[number](day);
    if (words) this.pulse(c, x, y, still ? REST : part, words);
    // who leaves is a member until it happens
    const early = !still && look.state === "leaving" && part <= 0.25 && member.days.length > 1;
    const shown = early ? lookOf(member, day - 1) || look : look;
    drawDot(c, shown, x, y, r);
    if (this.bought[number].has(day)) {
      c.fillStyle = INK;
      c.font = `600 ${Math.max(11, r * 1.6)}px sans-serif`;
      c.textAlign = "center";
      const at = y - r - 2 - (still ? 0 : 6 * part);
      c.strokeStyle = "#ffffff";
      c.lineWidth = 3;
      c.strokeText("¥", x, at);
      c.fillText("¥", x, at);
    }
    c.globalAlpha = 1;
  }

  // Talk: a ring that widens, thicker the more was said.
  pulse(c, x, y, part, words) {
    c.save();
    c.globalAlpha *= part === REST ? 0.9 : Math.max(0, 1 - part);
    c.strokeStyle = COLOURS.active;
    c.lineWidth = Math.min(4, 1 + 0.6 * words);
    c.beginPath();
    c.arc(x, y, this.radius * (1.25 + 1.9 * part), 0, 2 * Math.PI);
    c.stroke();
    c.restore();
  }

  // Who was invited by a member comes along a line from them.
  invitation(c, number, day, part) {
    const member = this.members[number];
    if (member.from !== day || member.by.how !== "friend" || member.by.who === null) return;
    const host = this.members[member.by.who];
    const [a, b] = [this.places[host.seat], this.places[member.seat]];
    c.save();
    c.globalAlpha = Math.max(0, 1 - 0.8 * part);
    c.strokeStyle = member.by.reward ? COLOURS.hunter : GREY;
    c.setLineDash([4, 3]);
    c.lineWidth = 1.5;
    line(c, a[0], a[1], b[0], b[1]);
    c.restore();
  }

  // The operator in the middle; a square that widens on days with posts.
  operator(c, day, part) {
    const [x, y] = this.middle;
    const daily = this.recording.daily;
    const zeal = Math.max(0, Math.min(1.5, daily.zeal[day]));
    const half = 11;
    if (daily.posts[day] > 0 && part <= REST) {
      const far = half + 4 + 16 * part;
      c.strokeStyle = COLOURS.leaving;
      c.globalAlpha = Math.max(0, 1 - part);
      c.lineWidth = Math.min(4, 1 + daily.posts[day]);
      c.strokeRect(x - far, y - far, 2 * far, 2 * far);
      c.globalAlpha = 1;
    }
    drawOperator(c, x, y, half, zeal);
  }

  choose(c, number, day) {
    const member = this.members[number];
    const [x, y] = this.places[member.seat];
    const here = this.seen[day].includes(number);
    // somebody else may have the seat by now
    if (!here && this.seen[day].some((other) => this.members[other].seat === member.seat)) return;
    c.strokeStyle = INK;
    c.lineWidth = 2;
    c.setLineDash(here ? [] : [3, 3]);
    c.beginPath();
    c.arc(x, y, this.radius * 1.9 + 2, 0, 2 * Math.PI);
    c.stroke();
    c.setLineDash([]);
    c.font = "600 12px sans-serif";
    c.textAlign = "center";
    const label = String(number + 1);
    const above = y - this.radius * 1.9 - 7;
    const at = above < 14 ? y + this.radius * 1.9 + 16 : above;
    c.strokeStyle = "#ffffff";
    c.lineWidth = 4;
    c.strokeText(label, x, at);
    c.fillStyle = INK;
    c.fillText(label, x, at);
  }

  // The member drawn nearest to a point, or null where there is none within a finger's width.
  at(x, y) {
    let [found, least] = [null, Math.max(16, this.radius * 1.6)];
    for (const [number, px, py] of this.drawn || []) {
      const far = Math.hypot(px - x, py - y);
      if (far < least) [found, least] = [number, far];
    }
    return found;
  }
}
