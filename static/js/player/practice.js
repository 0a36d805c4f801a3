// The player of a practice that is kept: with what is checked before it begins, and with sending it.
import { pointBelow } from "./below.js";
import { Gate } from "./gate.js";
import { lead } from "./player.js";
import { Saving } from "./saving.js";

for (const root of document.querySelectorAll("[data-player]")) lead(root, { kept: { Gate, Saving, pointBelow } });
