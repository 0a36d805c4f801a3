// The player of a practice that is kept: with what is checked before it begins, and with sending it.
import { Gate } from "./gate.js";
import { lead } from "./player.js";
import { Saving } from "./saving.js";

lead({ Gate, Saving });
