// Where the focus goes when what had it is gone: into the open place, near where it was.

let onLost = () => {};

/** `listener` gives the focus to something near what had it last. */
export function watchLostFocus(listener) {
  onLost = listener;
}

/** Gives the focus back to what a menu or a dialog was opened from, which may have been drawn anew since. */
export function giveBack(opener) {
  if (opener.isConnected) opener.focus();
  else onLost();
}
