// The page: three columns that look at the same world, and the feed that tells them when to look again.
import { startChat } from './chat.js';
import { startDesk } from './desk.js';
import { startWire } from './wire.js';

const chat = startChat();
const desk = startDesk({ presenceChanged: () => chat.askGroups().catch(() => {}) });
const wire = startWire();
const state = document.getElementById('link-state');

// Many changes can come in one moment: one look is enough for all of them, and looks never overlap.
let looking = false;
let lookAgain = false;
async function look() {
  if (looking) {
    lookAgain = true;
    return;
  }
  looking = true;
  do {
    lookAgain = false;
    await Promise.allSettled([chat.refresh(), desk.refresh(), wire.refreshFaults()]);
  } while (lookAgain);
  looking = false;
}

// The browser reconnects by itself and says which event it saw last; after a restart of the playground the list begins anew.
const feed = new EventSource('/api/events');
feed.addEventListener('open', () => show('live', 'live'));
feed.addEventListener('error', () => show('lost', 'connection lost, trying again'));
feed.addEventListener('begin', () => wire.clear());
feed.addEventListener('changed', look);
feed.addEventListener('exchange', event => {
  wire.add(JSON.parse(event.data));
  look();
});

function show(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}
