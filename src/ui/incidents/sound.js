// One short tone, or two, and notifications; each says whether the browser let it be heard or seen. A browser plays nothing
// before somebody has pressed something on the page.

let context;

export async function tone(urgent) {
  // Without a press a browser would refuse, and write a warning for it.
  if (!pressed()) return false;
  try {
    context ??= new AudioContext();
    const allowed = await Promise.race([
      context.resume().then(() => true),
      new Promise((done) => setTimeout(() => done(false), 500)),
    ]);
    if (!allowed || context.state !== "running") return false;
    beep(context.currentTime);
    if (urgent) beep(context.currentTime + 0.35);
    return true;
  } catch {
    return false;
  }
}

function beep(from) {
  const voice = context.createOscillator();
  const loudness = context.createGain();
  voice.frequency.setValueAtTime(880, from);
  loudness.gain.setValueAtTime(0.2, from);
  loudness.gain.linearRampToValueAtTime(0, from + 0.25);
  voice.connect(loudness).connect(context.destination);
  voice.start(from);
  voice.stop(from + 0.25);
}

// A browser that does not say is given a try.
export function pressed() {
  return navigator.userActivation?.hasBeenActive ?? true;
}

// 'none' where the browser has no notifications (outside of secure contexts).
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

// Two tabs tell the same: the tag makes it one.
export function tell(title, body) {
  try {
    const told = new Notification(title, { body, tag: title });
    told.onclick = () => {
      window.focus();
      told.close();
    };
    return true;
  } catch {
    return false;
  }
}
