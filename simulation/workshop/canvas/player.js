// The clock, the controls and the words beside the picture.

const SPEEDS = [1, 2, 4, 8, 16];
const PLAYERS = new WeakMap();

class Player {
  constructor(root, data) {
    this.root = root;
    this.clock = 0; // in days; the whole part is the day shown
    this.playing = false;
    this.speed = 4;
    this.chosen = null;
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.find = (name) => root.querySelector(`.gw-${name}`);
    this.stage = new Stage(this.find("canvas"), data.recording);
    this.listen();
    this.take(data);
  }

  // Another recording, or the same one in another language.
  take(data) {
    const same = this.data && this.data.id === data.id;
    this.data = data;
    this.recording = data.recording;
    this.words = data.words;
    if (!same) {
      this.stage.take(data.recording);
      this.pause();
      this.clock = 0;
      this.chosen = null;
    }
    this.root.querySelector(".gw").lang = data.lang;
    for (const place of this.root.querySelectorAll("[data-t]")) place.textContent = this.words[place.dataset.t];
    this.label();
    this.show();
    this.tell();
  }

  label() {
    const { find, words, recording } = this;
    find("back").ariaLabel = find("back").title = words.back;
    find("on").ariaLabel = find("on").title = words.on;
    find("scrub").ariaLabel = words.scrub;
    find("scrub").max = recording.days;
    this.root.querySelector(".gw").ariaLabel = words.picture;
    for (const bar of this.root.querySelectorAll("[data-bar]")) bar.ariaLabel = words[bar.dataset.bar];
    find("strip").ariaLabel = words.strip;
    this.options(find("speed"), SPEEDS.map((n) => [n, n === 1 ? words.one_day_a_second : fill(words.days_a_second, { n })]));
    find("speed").value = this.speed;
    const people = recording.members.map((member, i) => [i, this.nameOf(member, i)]);
    this.options(find("pick"), [["", words.pick], ...people]);
    find("pick").value = this.chosen === null ? "" : this.chosen;
    this.button();
    this.legend();
  }

  options(select, pairs) {
    select.replaceChildren(
      ...pairs.map(([value, text]) => Object.assign(document.createElement("option"), { value, textContent: text })),
    );
  }

  nameOf(member, number) {
    const role = member.koc !== null ? "koc" : member.hunter ? "hunter" : "member";
    const parts = [fill(this.words.member, { n: number + 1 }), this.words[`role_${role}`]];
    return parts.filter(Boolean).join(" · ");
  }

  legend() {
    const items = SAMPLES.map(([key, draw]) => {
      const item = document.createElement("span");
      if (draw) {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [40, 40];
        const c = canvas.getContext("2d");
        c.scale(2, 2);
        draw(c);
        item.append(canvas);
      }
      item.append(this.words[key]);
      return item;
    });
    this.find("legend").replaceChildren(...items);
  }

  listen() {
    const { find } = this;
    find("play").onclick = () => (this.playing ? this.pause() : this.play());
    find("back").onclick = () => this.go(this.day - 1);
    find("on").onclick = () => this.go(this.day + 1);
    find("scrub").oninput = (event) => this.go(Number(event.target.value) - 1);
    find("speed").onchange = (event) => (this.speed = Number(event.target.value));
    find("pick").onchange = (event) => this.choose(event.target.value === "" ? null : Number(event.target.value));
    find("line").onclick = (event) => this.go(dayAt(event.offsetX, this.recording.days, find("line").clientWidth));
    find("canvas").onclick = (event) => this.choose(this.stage.at(event.offsetX, event.offsetY));
    find("canvas").onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 7, PageUp: -7, Home: -1e6, End: 1e6 }[event.key];
      if (event.key === " ") find("play").click();
      else if (step) this.go(this.day + step);
      else return;
      event.preventDefault();
    };
    this.watcher = new ResizeObserver(() => this.show());
    this.watcher.observe(this.root.querySelector(".gw"));
    this.fit = () => this.show(); // a window that only grows taller changes no width
    window.addEventListener("resize", this.fit);
  }

  get day() {
    return Math.min(this.recording.days - 1, Math.floor(this.clock));
  }

  play() {
    if (this.day >= this.recording.days - 1) this.clock = 0;
    this.playing = true;
    this.last = null;
    this.asked = requestAnimationFrame((now) => this.tick(now));
    this.button();
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.asked);
    this.clock = Math.floor(this.clock);
    this.button();
    if (this.data) this.show();
  }

  button() {
    this.find("play").classList.toggle("gw-running", this.playing);
    this.find("play").lastElementChild.textContent = this.playing ? this.words.pause : this.words.play;
  }

  tick(now) {
    if (!this.playing) return;
    // a browser that looked away for long goes on where it was
    const passed = this.last === null ? 0 : Math.min(250, now - this.last) / 1000;
    this.last = now;
    this.clock += passed * this.speed;
    if (this.clock >= this.recording.days) {
      this.clock = this.recording.days - 1;
      return this.pause();
    }
    this.show();
    this.asked = requestAnimationFrame((then) => this.tick(then));
  }

  go(day) {
    this.clock = Math.max(0, Math.min(this.recording.days - 1, day));
    if (this.playing) this.pause();
    else this.show();
  }

  choose(number) {
    this.chosen = number;
    this.find("pick").value = number === null ? "" : number;
    this.tell();
    this.show();
  }

  tell() {
    const told = this.chosen === null ? [] : this.data.stories[this.chosen];
    const lines = told.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    this.find("story").replaceChildren(...lines);
    this.find("strip").hidden = this.chosen === null;
  }

  show() {
    const day = this.day;
    this.stage.draw(day, this.clock - day, !this.playing || this.calm.matches, this.chosen);
    if (this.shown !== day || !this.playing) this.count(day);
  }

  // What changes once a day only.
  count(day) {
    this.shown = day;
    const { find, words, recording } = this;
    const { daily, days } = recording;
    const where = fill(words.day_of, { day: day + 1, days });
    find("day").textContent = where;
    find("where").textContent = recording.marks
      .filter((mark) => mark.day === day)
      .map((mark) => words[`mark_${mark.kind}`] + (mark.what.length ? ` (${mark.what.join(", ")})` : ""))
      .join(" · ");
    const left = recording.members.filter((member) => member.left !== null && member.left <= day).length;
    for (const name of ["present", "active_28", "muted"]) this.counter(name, daily[name][day]);
    this.counter("left", left);
    find("state").textContent = !daily.open[day] ? words.closed : recording.dead[day] === "1" ? words.dead : "";
    this.gauge("topics", daily.topics[day], daily.topics[day] / (daily.topics[day] + recording.half));
    this.gauge("zeal", daily.zeal[day], daily.zeal[day] / 1.5);
    const account = this.account(day);
    find("account").ariaLive = this.playing ? "off" : "polite";
    find("account").textContent = account;
    find("scrub").value = day + 1;
    find("scrub").setAttribute("aria-valuetext", where);
    find("canvas").ariaLabel = `${where}: ${daily.present[day]} ${words.members}. ${account}`;
    drawTimeline(find("line"), recording, words, day);
    if (this.chosen !== null) drawStrip(find("strip"), recording, recording.members[this.chosen], day);
  }

  counter(name, value) {
    this.root.querySelector(`[data-count="${name}"]`).textContent = value;
  }

  gauge(name, value, share) {
    const bar = this.root.querySelector(`[data-bar="${name}"]`);
    const full = Math.max(0, Math.min(1, share));
    bar.firstElementChild.style.width = `${100 * full}%`;
    bar.ariaValueMin = 0;
    bar.ariaValueMax = 100;
    bar.ariaValueNow = Math.round(100 * full);
    bar.ariaValueText = value.toFixed(2);
    this.root.querySelector(`[data-level="${name}"]`).textContent = value.toFixed(2);
  }

  account(day) {
    const { daily, posts } = this.recording;
    const came = this.stage.seen[day].filter((i) => this.recording.members[i].from === day).length;
    const went = this.stage.seen[day].filter((i) => this.recording.members[i].left === day).length;
    const counts = [
      ["joins", came],
      ["leaves", went],
      ["mutes", daily.mutes[day]],
      ["visits", daily.visits[day]],
      ["messages", daily.messages[day] + daily.planted_messages[day]],
      ["orders", daily.orders[day]],
    ];
    const told = counts.filter(([, n]) => n > 0).map(([key, n]) => fill(this.words[`count_${key}`], { n }));
    const made = Object.entries(posts).filter(([, by]) => by[day] > 0);
    if (made.length) {
      const what = made.map(([kind, by]) => `${this.data.kinds[kind]} ${by[day]}`).join(this.words.comma);
      told.push(fill(this.words.count_posts, { what }));
    }
    return told.length ? told.join(" · ") : "–";
  }

  end() {
    this.playing = false;
    cancelAnimationFrame(this.asked);
    this.watcher.disconnect();
    window.removeEventListener("resize", this.fit);
  }
}

// Called by Streamlit with the data whenever they change, always with the same parent element.
export default function ({ data, parentElement }) {
  if (!data) return undefined;
  const player = PLAYERS.get(parentElement);
  if (player && parentElement.contains(player.stage.canvas)) player.take(data);
  else {
    if (player) player.end();
    PLAYERS.set(parentElement, new Player(parentElement, data));
  }
  return () => {
    const last = PLAYERS.get(parentElement);
    if (last) last.end();
    PLAYERS.delete(parentElement);
  };
}
