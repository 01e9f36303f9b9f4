// Sounds: one short tone, and whether the browser lets it be heard. A browser plays nothing before somebody has pressed
// something on the page; then this says so instead of being silent.

let context;

export async function tone() {
  try {
    context ??= new AudioContext();
    const allowed = await Promise.race([
      context.resume().then(() => true),
      new Promise((done) => setTimeout(() => done(false), 500)),
    ]);
    if (!allowed || context.state !== "running") return false;
    const voice = context.createOscillator();
    const loudness = context.createGain();
    const now = context.currentTime;
    voice.frequency.setValueAtTime(880, now);
    voice.frequency.setValueAtTime(660, now + 0.18);
    loudness.gain.setValueAtTime(0.2, now);
    loudness.gain.exponentialRampToValueAtTime(0.001, now + 0.45);
    voice.connect(loudness).connect(context.destination);
    voice.start(now);
    voice.stop(now + 0.5);
    return true;
  } catch {
    return false;
  }
}

// 'granted', 'denied', 'default', or 'none' where the browser has no notifications (outside of secure contexts).
export function permission() {
  return window.isSecureContext && "Notification" in window ? Notification.permission : "none";
}

export async function ask() {
  if (permission() === "none") return "none";
  try {
    return await Notification.requestPermission();
  } catch {
    return permission();
  }
}

export function tell(title, body) {
  try {
    const told = new Notification(title, { body, tag: "sre-portal", renotify: true });
    told.onclick = () => {
      window.focus();
      told.close();
    };
    return true;
  } catch {
    return false;
  }
}

export function icon(address) {
  document.querySelector("link[rel=icon]")?.setAttribute("href", address);
}
