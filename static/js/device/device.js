// On every page of a client: what waits is shown and sent, and signing out takes it along.
import "./bar.js";
import "./chips.js";
import "./go_on.js";
import "./keep.js";
import "./others.js";
import "./session.js";
import "./sign_out.js";
import "./stop.js";
import "./stored.js";
import "./taps.js";
