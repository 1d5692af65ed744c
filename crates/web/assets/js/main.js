// Everything the console's pages do beyond links and forms. Pages work without it.
import "@hotwired/turbo";
import "./clock.js";
import "./progress.js";
import "./live.js";
import "./keys.js";
import "./composer.js";
import "./held.js";
import "./keep.js";
import "./panes.js";
import "./frame.js";
import "./dialogs.js";
import "./flash.js";
import "./copy.js";
import "./form.js";
import "./bulk.js";
import "./suggest.js";
import "./calls.js";
