// Lets the keys of a headset and of the lock screen reach the page: browsers send them only to one that plays a media
// element. This one plays a file of silence, which also keeps a wireless headset from falling asleep between two words.
export class Presence {
  constructor(element) {
    this.element = element;
    this.isWanted = false;
    const again = () => this.isWanted && this.play();
    document.addEventListener("visibilitychange", () => document.hidden || again());
    document.addEventListener("pointerdown", again, { capture: true, passive: true });
  }

  // In a tap.
  begin() {
    this.isWanted = true;
    this.play();
  }

  play() {
    if (!this.element?.paused) return;
    try {
      this.element.play()?.catch?.(() => {});
    } catch {
      // Refused: the keys of a headset then do what they did before.
    }
  }

  tell(title, isPlaying) {
    const session = navigator.mediaSession;
    if (!this.isWanted || !session) return;
    const state = isPlaying ? "playing" : "paused";
    if (session.playbackState !== state) session.playbackState = state;
    if (this.title === title || typeof MediaMetadata !== "function") return;
    this.title = title;
    session.metadata = new MediaMetadata({ title, artist: "Hinge Coach" });
  }

  end() {
    this.isWanted = false;
    this.element?.pause();
    if (navigator.mediaSession) navigator.mediaSession.playbackState = "none";
  }
}
