// The page: three columns that show the same systems, and the event feed that tells them when to refresh.
import { startChat } from './chat.js';
import { startDesk } from './desk.js';
import { startTraffic } from './traffic.js';

const chat = startChat();
const desk = startDesk({
  onAvailabilityChanged: () => chat.loadGroups().catch(() => {}),
  onTicketOpened: id => traffic.setTicket(id),
});
const traffic = startTraffic();
const state = document.getElementById('connection-state');

// Many changes can arrive at once: a single refresh covers all of them, and refreshes never overlap.
let refreshing = false;
let refreshAgain = false;
async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  do {
    refreshAgain = false;
    await Promise.allSettled([chat.refresh(), desk.refresh(), traffic.refreshFaults(), traffic.refreshBridge()]);
  } while (refreshAgain);
  refreshing = false;
}

// The browser reconnects automatically and sends the id of the last event. After a restart of the playground the list starts again.
const feed = new EventSource('/api/events');
feed.addEventListener('open', () => showState('live', 'live'));
feed.addEventListener('error', () => showState('lost', 'connection lost, retrying'));
feed.addEventListener('begin', () => traffic.clear());
feed.addEventListener('changed', refresh);
feed.addEventListener('exchange', event => {
  traffic.add(JSON.parse(event.data));
  refresh();
});

function showState(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}
