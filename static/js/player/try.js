// The player for visitors, who try a lesson: nothing of it is sent.
import { lead } from "./player.js";

lead();
